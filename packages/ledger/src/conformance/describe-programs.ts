export function describePrograms(): void {}
