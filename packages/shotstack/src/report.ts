/**
 * What an import says besides the composition. A loss is something of the edit that the video will not show, or not as it was; a note is
 * something that changes nothing in the video; a problem ends the import. Nothing of an edit is left out without one of the three.
 */
import { type CompositionProblem, toPointer } from '@reelyard/contracts';

export type LossCode = 'unsupported' | 'approximated' | 'dropped';

export interface Loss {
  /** RFC 6901 pointer into the edit as it was sent. */
  readonly path: string;
  /** unsupported: asked for, not done. approximated: done in another way. dropped: belongs to another service than the picture. */
  readonly code: LossCode;
  readonly detail: string;
}

export interface Note {
  readonly path: string;
  /** coerced: a text that stood for a number or a boolean. ignored: has no bearing on the video. */
  readonly code: 'coerced' | 'ignored';
  readonly detail: string;
}

export type Path = readonly (string | number)[];

export interface Report {
  readonly losses: readonly Loss[];
  readonly notes: readonly Note[];
  readonly problems: readonly CompositionProblem[];
  readonly lose: (path: Path, code: LossCode, detail: string) => void;
  readonly note: (path: Path, code: Note['code'], detail: string) => void;
  readonly refuse: (path: Path, code: string, detail: string) => void;
}

export function aReport(): Report {
  const losses: Loss[] = [];
  const notes: Note[] = [];
  const problems: CompositionProblem[] = [];
  return {
    losses,
    notes,
    problems,
    lose: (path, code, detail) => void losses.push({ path: toPointer(path), code, detail }),
    note: (path, code, detail) => void notes.push({ path: toPointer(path), code, detail }),
    refuse: (path, code, detail) => void problems.push({ pointer: toPointer(path), code, detail }),
  };
}
