/** A progress bar on a terminal, and every tenth percent as a line elsewhere. */
import { SingleBar } from 'cli-progress';

export interface Bar {
  update(percent: number): void;
  stop(): void;
}

export function startBar(label: string, stream: NodeJS.WriteStream): Bar {
  return stream.isTTY ? terminalBar(label, stream) : lineBar(label, stream);
}

function terminalBar(label: string, stream: NodeJS.WriteStream): Bar {
  const bar = new SingleBar({
    format: `  ${label.padEnd(10)} {bar} {percentage} %`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    hideCursor: true,
    stream,
  });
  bar.start(100, 0);
  return {
    update: (percent) => bar.update(Math.floor(percent)),
    stop: () => bar.stop(),
  };
}

function lineBar(label: string, stream: NodeJS.WriteStream): Bar {
  let said = -1;
  return {
    update: (percent) => {
      const tenth = Math.floor(percent / 10);
      if (tenth <= said) return;
      said = tenth;
      stream.write(`  ${label.padEnd(10)} ${Math.floor(percent)} %\n`);
    },
    stop: () => undefined,
  };
}
