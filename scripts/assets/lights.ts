/** Out-of-focus lights that drift through the night: the frames of a short clip. */
import { type SKRSContext2D, createCanvas } from '@napi-rs/canvas';
import { aRandom } from './random.ts';

export interface ClipSize {
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly seconds: number;
}

interface Light {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly speed: number;
  readonly phase: number;
  readonly color: string;
}

const colors = ['255,122,89', '255,190,120', '90,200,220', '150,120,255', '255,90,140'];

function someLights(count: number): readonly Light[] {
  const random = aRandom(2_024);
  return Array.from({ length: count }, (_, index) => ({
    x: random(),
    y: 0.08 + random() * 0.84,
    radius: 18 + random() ** 2 * 96,
    speed: 0.012 + random() * 0.035,
    phase: random() * 2 * Math.PI,
    color: colors[index % colors.length] ?? '255,255,255',
  }));
}

function drawBackground(context: SKRSContext2D, time: number): void {
  const { width, height } = context.canvas;
  const gradient = context.createLinearGradient(0, 0, width, height);
  gradient.addColorStop(0, '#0a0e24');
  gradient.addColorStop(0.5 + 0.1 * Math.sin(time), '#1b1440');
  gradient.addColorStop(1, '#2a1038');
  context.globalCompositeOperation = 'source-over';
  context.fillStyle = gradient;
  context.fillRect(0, 0, width, height);
}

function drawLight(context: SKRSContext2D, light: Light, time: number): void {
  const { width, height } = context.canvas;
  const reach = 1.3;
  const x = (((light.x + light.speed * time) % reach) - (reach - 1) / 2) * width;
  const y = (light.y + 0.02 * Math.sin(time * 0.9 + light.phase)) * height;
  const alpha = 0.16 + 0.12 * Math.sin(time * 1.4 + light.phase);
  const gradient = context.createRadialGradient(x, y, 0, x, y, light.radius);
  gradient.addColorStop(0, `rgba(${light.color},${(alpha * 0.75).toFixed(3)})`);
  gradient.addColorStop(0.82, `rgba(${light.color},${alpha.toFixed(3)})`);
  gradient.addColorStop(0.93, `rgba(${light.color},${(alpha * 1.25).toFixed(3)})`);
  gradient.addColorStop(1, `rgba(${light.color},0)`);
  context.fillStyle = gradient;
  context.fillRect(x - light.radius, y - light.radius, 2 * light.radius, 2 * light.radius);
}

/** Raw RGBA frames. */
export function* lightFrames({ width, height, fps, seconds }: ClipSize): Generator<Buffer> {
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const lights = someLights(46);
  for (let frame = 0; frame < fps * seconds; frame++) {
    const time = frame / fps + 2;
    drawBackground(context, time);
    context.globalCompositeOperation = 'lighter';
    for (const light of lights) drawLight(context, light, time);
    yield canvas.data();
  }
}
