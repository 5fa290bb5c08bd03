/** Eleven seconds of calm electronic music: pad, plucked arpeggio, bass and a soft beat. Stereo floats, interleaved. */
import { aRandom } from './random.ts';

export const sampleRate = 48_000;

const beatSeconds = 0.5;
const barBeats = 4;

/** Four chords as MIDI notes: F major 7, A minor 7, C major, G. */
const chords = [
  [53, 57, 60, 64],
  [57, 60, 64, 67],
  [48, 55, 60, 64],
  [55, 59, 62, 67],
] as const;

const frequency = (note: number) => 440 * 2 ** ((note - 69) / 12);
const chordAt = (bar: number): readonly number[] => chords[bar % chords.length] ?? chords[0];

interface Tone {
  readonly at: number;
  readonly seconds: number;
  readonly hertz: number;
  readonly loudness: number;
  /** -1 is left, 1 is right. */
  readonly pan: number;
  readonly voice: (phase: number, age: number) => number;
}

const sine = (phase: number) => Math.sin(2 * Math.PI * phase);

const pad: Tone['voice'] = (phase, age) =>
  (sine(phase) + 0.4 * sine(phase * 2.003) + 0.2 * sine(phase * 2.997)) *
  Math.min(1, age / 0.5) *
  Math.min(1, Math.max(0, (2.3 - age) / 0.5));
const pluck: Tone['voice'] = (phase, age) =>
  (sine(phase) + 0.5 * sine(phase * 2) * Math.exp(-age * 9) + 0.25 * sine(phase * 3) * Math.exp(-age * 14)) *
  Math.exp(-age * 5.5) *
  Math.min(1, age / 0.004);
const bass: Tone['voice'] = (phase, age) =>
  (sine(phase) + 0.25 * sine(phase * 2)) * Math.exp(-age * 2.2) * Math.min(1, age / 0.008);

function barTones(bar: number): Tone[] {
  const chord = chordAt(bar);
  const at = bar * barBeats * beatSeconds;
  const pads = chord.map((note, index) => ({
    at,
    seconds: 2.4,
    hertz: frequency(note),
    loudness: 0.05,
    pan: index / 1.5 - 1,
    voice: pad,
  }));
  const plucks = Array.from({ length: 8 }, (_, step) => ({
    at: at + (step * beatSeconds) / 2,
    seconds: 0.9,
    hertz: frequency((chord[[0, 2, 1, 3, 2, 3, 1, 2][step] ?? 0] ?? 60) + 12),
    loudness: step % 2 === 0 ? 0.11 : 0.075,
    pan: step % 2 === 0 ? -0.35 : 0.35,
    voice: pluck,
  }));
  const basses = [0, 1.5, 2.5].map((beat) => ({
    at: at + beat * beatSeconds,
    seconds: 1,
    hertz: frequency((chord[0] ?? 48) - 12),
    loudness: 0.16,
    pan: 0,
    voice: bass,
  }));
  return [...pads, ...plucks, ...basses];
}

function addTone(samples: Float32Array, tone: Tone): void {
  const first = Math.round(tone.at * sampleRate);
  const count = Math.min(Math.round(tone.seconds * sampleRate), samples.length / 2 - first);
  const [left, right] = [Math.sqrt((1 - tone.pan) / 2), Math.sqrt((1 + tone.pan) / 2)];
  for (let index = 0; index < count; index++) {
    const age = index / sampleRate;
    const value = tone.voice(age * tone.hertz, age) * tone.loudness;
    const at = 2 * (first + index);
    samples[at] = (samples[at] ?? 0) + value * left;
    samples[at + 1] = (samples[at + 1] ?? 0) + value * right;
  }
}

/** A soft kick on every second beat and a breath of noise between. */
function addBeat(samples: Float32Array, beat: number, random: () => number): void {
  const isKick = beat % 2 === 0;
  const first = Math.round(beat * beatSeconds * sampleRate);
  for (let index = 0; index < sampleRate * 0.22 && 2 * (first + index) < samples.length; index++) {
    const age = index / sampleRate;
    const kick = Math.sin(2 * Math.PI * (46 * age + 7 * (1 - Math.exp(-age * 30)))) * Math.exp(-age * 16) * 0.34;
    const hat = (random() - 0.5) * Math.exp(-age * 70) * 0.06;
    const value = isKick ? kick : hat;
    const at = 2 * (first + index);
    samples[at] = (samples[at] ?? 0) + value;
    samples[at + 1] = (samples[at + 1] ?? 0) + value;
  }
}

export function composeMusic(seconds: number): Buffer {
  const samples = new Float32Array(seconds * sampleRate * 2);
  const random = aRandom(8);
  const bars = Math.ceil(seconds / (barBeats * beatSeconds));
  for (let bar = 0; bar < bars; bar++) for (const tone of barTones(bar)) addTone(samples, tone);
  for (let beat = 4; beat * beatSeconds < seconds; beat++) addBeat(samples, beat, random);
  return Buffer.from(samples.map((value) => Math.tanh(value * 1.4)).buffer);
}
