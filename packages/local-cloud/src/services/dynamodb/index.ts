/** Door of the DynamoDB stand-in. */
export { dynamodb } from './dynamodb.ts';
