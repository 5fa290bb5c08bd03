import { describe, expect, it } from '@jest/globals';
import { createCanvas } from '@napi-rs/canvas';
import { giveBack } from './give-back.ts';

describe('giving memory back', () => {
  it('empties a buffer that has its memory to itself', () => {
    const frame = createCanvas(4, 4).data();
    giveBack(frame);
    expect(frame.length).toBe(0);
  });

  it('leaves a part of something larger alone', () => {
    const whole = Buffer.from(new ArrayBuffer(8));
    giveBack(whole.subarray(0, 4));
    expect(whole.length).toBe(8);
  });

  it('does not touch what is drawn afterwards', () => {
    const canvas = createCanvas(4, 4);
    const context = canvas.getContext('2d');
    context.fillStyle = '#ff0000';
    context.fillRect(0, 0, 4, 4);
    const first = canvas.data();
    context.clearRect(0, 0, 4, 4);
    context.fillStyle = '#0000ff';
    context.fillRect(0, 0, 4, 4);
    const second = canvas.data();
    expect([...first.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
    giveBack(first);
    expect([...second.subarray(0, 4)]).toEqual([0, 0, 255, 255]);
  });
});
