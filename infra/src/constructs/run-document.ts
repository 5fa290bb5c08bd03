/** A document for Run Command. Its default version is always the newest; callers pin the version and its hash. */
import { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document/index.js';
import { Construct } from 'constructs';
import { type DocumentContent } from '../documents.ts';

export class RunDocument extends Construct {
  readonly name: string;
  readonly version: string;
  readonly hash: string;

  constructor(scope: Construct, id: string, { name, content }: { name: string; content: DocumentContent }) {
    super(scope, id);
    const document = new SsmDocument(this, 'document', {
      name,
      documentType: 'Command',
      documentFormat: 'JSON',
      targetType: '/AWS::EC2::Instance',
      content: escapeTemplate(JSON.stringify(content)),
    });
    this.name = document.name;
    this.version = document.latestVersion;
    this.hash = document.hash;
  }
}

/** The scripts are full of `${…}`, which Terraform would read as its own. */
function escapeTemplate(text: string): string {
  return text.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
}
