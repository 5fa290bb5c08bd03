/** RFC 9457 problem document as every error of the API carries it (`application/problem+json`). */
export interface ProblemItem {
  /** RFC 6901 pointer into the request body; `` for the whole. */
  pointer: string;
  code: string;
  detail: string;
  /** Of a batch, from 1; the pointer is into the submit that the row makes. */
  row?: number;
  /** Of the text that was sent, from 1. */
  line?: number;
}

export interface Problem {
  /** `https://reelyard.dev/problems/<code>`-like stable id is not promised; `code` is. */
  type: string;
  title: string;
  status: number;
  code: string;
  detail: string;
  errors?: ProblemItem[];
  retryable: boolean;
  requestId: string;
}
