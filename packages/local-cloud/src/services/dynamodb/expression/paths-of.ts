/** Every document path in a condition, references unresolved. */
import { type Condition, type Operand, type Path } from './ast.ts';

export function pathsOf(condition: Condition): Path[] {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return [...pathsOf(condition.left), ...pathsOf(condition.right)];
    case 'not':
      return pathsOf(condition.of);
    case 'exists':
    case 'not-exists':
      return [condition.path];
    case 'is-type':
      return [condition.path, ...inOperand(condition.type)];
    case 'compare':
      return [...inOperand(condition.left), ...inOperand(condition.right)];
    case 'between':
      return [condition.value, condition.low, condition.high].flatMap(inOperand);
    case 'in':
      return [condition.value, ...condition.candidates].flatMap(inOperand);
    case 'begins-with':
    case 'contains':
      return [...inOperand(condition.value), ...inOperand(condition.part)];
  }
}

function inOperand(operand: Operand): Path[] {
  if (operand.kind === 'path') return [operand.path];
  return operand.kind === 'size' ? inOperand(operand.of) : [];
}
