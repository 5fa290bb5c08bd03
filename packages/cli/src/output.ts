/** What a command says: lines for people, or one JSON document with `--json`. Progress goes to standard error. */
export interface Output {
  isJson: boolean;
  /** A line for people; nothing with `--json`. */
  line(text: string): void;
  /** The result: printed as JSON, or by the given words. */
  result(value: unknown, words: string): void;
}

export function createOutput(isJson: boolean): Output {
  return {
    isJson,
    line: (text) => {
      if (!isJson) console.error(text);
    },
    result: (value, words) => {
      if (isJson) console.log(JSON.stringify(value));
      else if (words !== '') console.log(words);
    },
  };
}
