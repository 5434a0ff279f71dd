// node check-journal.js slack.jsonl: judges a journal that another run wrote, such as our own client's on the emulator.
import { readFileSync } from 'node:fs';
import { present } from './lib/documents.js';
import * as judge from './lib/judge.js';

if (!present) {
  console.error('COPBOT_SPECS does not name the folder with Slack\'s documented methods.');
  process.exit(3);
}

const lines = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
// Who acknowledges too late, on a machine that is slow today, breaks no rule: Slack sends it again. How fast it is, is measured elsewhere.
const late = (what) => what.endsWith('after it had timed out');
const broken = lines.filter((line) => line.kind === 'violation').map((line) => line.what);
const violations = broken.filter((what) => !late(what));
const { wrong, looked } = judge.requestsAsDocumented(lines);
for (const complaint of [...violations, ...wrong]) console.error(complaint);
console.log(`${looked} requests judged, ${wrong.length} not as documented, ${violations.length} rules of the wire broken, ${broken.length - violations.length} acknowledgements late`);
process.exit(looked === 0 ? 2 : wrong.length + violations.length > 0 ? 1 : 0);
