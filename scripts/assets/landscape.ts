/** A mountain lake at dusk: ridges of fractal noise behind one another, haze between them, and their reflection. */
import { type Canvas, type SKRSContext2D, createCanvas } from '@napi-rs/canvas';
import { aRandom } from './random.ts';

type Stops = readonly (readonly [at: number, color: string])[];

function fillVertical(context: SKRSContext2D, top: number, bottom: number, stops: Stops): void {
  const gradient = context.createLinearGradient(0, top, 0, bottom);
  for (const [at, color] of stops) gradient.addColorStop(at, color);
  context.fillStyle = gradient;
  context.fillRect(0, top, context.canvas.width, bottom - top);
}

function fillGlow(context: SKRSContext2D, x: number, y: number, radius: number, stops: Stops): void {
  const gradient = context.createRadialGradient(x, y, 0, x, y, radius);
  for (const [at, color] of stops) gradient.addColorStop(at, color);
  context.fillStyle = gradient;
  context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
}

/** Heights from -1 to 1 by midpoint displacement. */
function ridgeLine(count: number, roughness: number, random: () => number): Float32Array {
  const heights = new Float32Array(count + 1);
  heights[0] = random() - 0.5;
  heights[count] = random() - 0.5;
  let spread = 1;
  for (let step = count; step > 1; step /= 2) {
    for (let left = 0; left < count; left += step) {
      const middle = ((heights[left] ?? 0) + (heights[left + step] ?? 0)) / 2;
      heights[left + step / 2] = middle + (random() - 0.5) * spread;
    }
    spread *= roughness;
  }
  return heights;
}

interface Ridge {
  readonly base: number;
  readonly height: number;
  readonly roughness: number;
  readonly top: string;
  readonly bottom: string;
  readonly seed: number;
}

const ridges: readonly Ridge[] = [
  { base: 0.5, height: 0.2, roughness: 0.5, top: '#c58aa0', bottom: '#e8b3a0', seed: 11 },
  { base: 0.54, height: 0.19, roughness: 0.52, top: '#8f6690', bottom: '#c38d98', seed: 5 },
  { base: 0.57, height: 0.15, roughness: 0.54, top: '#5d4a78', bottom: '#93708c', seed: 23 },
  { base: 0.6, height: 0.11, roughness: 0.56, top: '#36315a', bottom: '#5d4f74', seed: 31 },
  { base: 0.625, height: 0.06, roughness: 0.62, top: '#1a1c3a', bottom: '#2b2a4c', seed: 47 },
];

function drawRidge(context: SKRSContext2D, ridge: Ridge, shore: number): void {
  const { width, height } = context.canvas;
  const line = ridgeLine(1_024, ridge.roughness, aRandom(ridge.seed));
  const gradient = context.createLinearGradient(0, (ridge.base - ridge.height) * height, 0, shore);
  gradient.addColorStop(0, ridge.top);
  gradient.addColorStop(1, ridge.bottom);
  context.fillStyle = gradient;
  context.beginPath();
  context.moveTo(0, shore);
  line.forEach((value, index) => context.lineTo((index / 1_024) * width, (ridge.base - value * ridge.height) * height));
  context.lineTo(width, shore);
  context.fill();
}

/** The land upside down, softened in thin slices that drift apart towards the viewer. */
function drawWater(context: SKRSContext2D, land: Canvas, shore: number): void {
  const { width, height } = context.canvas;
  const random = aRandom(77);
  for (let y = shore; y < height; y += 2) {
    const depth = (y - shore) / (height - shore);
    const from = Math.max(0, shore - (y - shore) * 1.15 - 2);
    const sway = (random() - 0.5) * 14 * depth + Math.sin(y * 0.35) * 5 * depth;
    context.drawImage(land, 0, from, width, 2, sway - 12, y, width + 24, 2);
  }
  fillVertical(context, shore, height, [
    [0, 'rgba(46,34,78,0.18)'],
    [0.5, 'rgba(26,24,62,0.5)'],
    [1, 'rgba(10,12,36,0.86)'],
  ]);
  fillGlow(context, width * 0.66, shore + 6, width * 0.2, [
    [0, 'rgba(255,214,160,0.4)'],
    [1, 'rgba(255,190,140,0)'],
  ]);
}

function addGrain(context: SKRSContext2D): void {
  const { width, height } = context.canvas;
  const random = aRandom(99);
  const picture = context.getImageData(0, 0, width, height);
  const { data } = picture;
  for (let at = 0; at < data.length; at += 4) {
    const grain = (random() + random() - 1) * 9;
    for (let channel = 0; channel < 3; channel++) data[at + channel] = (data[at + channel] ?? 0) + grain;
  }
  context.putImageData(picture, 0, 0);
}

function drawSky(context: SKRSContext2D): void {
  const { width, height } = context.canvas;
  fillVertical(context, 0, height, [
    [0, '#1f2a5c'],
    [0.22, '#5a4a86'],
    [0.38, '#c7718a'],
    [0.5, '#ff9f7a'],
    [0.62, '#ffd9a0'],
  ]);
  fillGlow(context, width * 0.66, height * 0.42, width * 0.5, [
    [0, 'rgba(255,240,205,0.95)'],
    [0.08, 'rgba(255,224,170,0.75)'],
    [0.35, 'rgba(255,170,120,0.28)'],
    [1, 'rgba(255,140,110,0)'],
  ]);
  context.fillStyle = '#fff6dd';
  context.beginPath();
  context.arc(width * 0.66, height * 0.42, height * 0.042, 0, 2 * Math.PI);
  context.fill();
}

function drawStars(context: SKRSContext2D): void {
  const { width, height } = context.canvas;
  const random = aRandom(3);
  for (let star = 0; star < 130; star++) {
    const y = random() ** 2 * height * 0.26;
    context.fillStyle = `rgba(255,255,255,${((1 - y / (height * 0.27)) * random() * 0.9).toFixed(3)})`;
    context.beginPath();
    context.arc(random() * width, y, 0.6 + random() * 0.9, 0, 2 * Math.PI);
    context.fill();
  }
}

export function drawLandscape(width: number, height: number): Canvas {
  const land = createCanvas(width, height);
  const context = land.getContext('2d');
  const shore = Math.round(height * 0.66);
  drawSky(context);
  drawStars(context);
  for (const ridge of ridges) {
    drawRidge(context, ridge, shore);
    fillVertical(context, height * (ridge.base - 0.04), shore, [
      [0, 'rgba(255,190,160,0)'],
      [1, 'rgba(255,190,160,0.16)'],
    ]);
  }
  const picture = createCanvas(width, height);
  const target = picture.getContext('2d');
  target.drawImage(land, 0, 0);
  drawWater(target, land, shore);
  addGrain(target);
  return picture;
}
