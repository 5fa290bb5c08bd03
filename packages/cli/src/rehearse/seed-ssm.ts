/** SSM documents and parameters, byte by byte: the scaler pins the bootstrap document by version and hash. */
import {
  CreateDocumentCommand,
  DescribeDocumentCommand,
  GetDocumentCommand,
  ListDocumentsCommand,
} from '@aws-sdk/client-ssm';
import { GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { type BetweenClouds, given } from './between-clouds.ts';

export async function seedSsm(clouds: BetweenClouds): Promise<{ documents: string[]; parameters: string[] }> {
  return { documents: await seedDocuments(clouds), parameters: await seedParameters(clouds) };
}

async function seedDocuments(clouds: BetweenClouds): Promise<string[]> {
  const { DocumentIdentifiers = [] } = await clouds.from.ssm.send(
    new ListDocumentsCommand({ Filters: [{ Key: 'Owner', Values: ['Self'] }] }),
  );
  const names = DocumentIdentifiers.flatMap(({ Name = '' }) => (Name.startsWith(clouds.documentPrefix) ? [Name] : []));
  for (const name of names) await seedDocument(clouds, name);
  return names;
}

async function seedDocument({ from, to }: BetweenClouds, name: string): Promise<void> {
  const { Content, DocumentVersion } = await from.ssm.send(new GetDocumentCommand({ Name: name }));
  const content = given(Content, `content of ${name}`);
  await to.ssm.send(
    new CreateDocumentCommand({ Name: name, Content: content, DocumentType: 'Command', DocumentFormat: 'JSON' }),
  );
  const described = await to.ssm.send(new DescribeDocumentCommand({ Name: name }));
  const told = await from.ssm.send(new DescribeDocumentCommand({ Name: name }));
  if (described.Document?.Hash !== told.Document?.Hash || described.Document?.DocumentVersion !== DocumentVersion)
    throw new Error(
      `${name} is not the document that was deployed: ${told.Document?.Hash}, ${described.Document?.Hash}`,
    );
}

async function seedParameters({ from, to, parameterPath }: BetweenClouds): Promise<string[]> {
  const { Parameters = [] } = await from.ssm.send(
    new GetParametersByPathCommand({ Path: parameterPath, Recursive: true, WithDecryption: true }),
  );
  for (const { Name, Value, Type } of Parameters)
    await to.ssm.send(new PutParameterCommand({ Name, Value, Type, Overwrite: true }));
  return Parameters.map(({ Name = '' }) => Name);
}
