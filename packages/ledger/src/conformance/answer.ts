/** What a call answered; undefined when its request or its reply was lost, so that nobody knows. */
export async function answer<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof Error && error.name === 'FarmError') return undefined;
    throw error;
  }
}
