// Judges the app's manifest, as JSON on standard input, by Slack's own schema, named as the argument.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';

const schema = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const manifest = JSON.parse(readFileSync(0, 'utf8'));
const judge = new Ajv({ allErrors: true, strict: false }).compile(schema);

if (!judge(manifest)) {
  for (const error of judge.errors) console.error(`${error.instancePath || '/'} ${error.message} ${JSON.stringify(error.params)}`);
  process.exit(1);
}
