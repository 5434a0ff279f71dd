// node check-journal.mjs discord.jsonl: holds the requests of a journal, such as our own client's on the emulator, against
// Discord's tightened document.
import { readFileSync } from 'node:fs';
import { Judge, loadSpec } from './schema.mjs';

const spec = loadSpec();
if (!spec) {
  console.error('COPBOT_SPECS does not name the folder with Discord\'s document.');
  process.exit(3);
}

const judge = new Judge(spec, { tighten: true });
const requests = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter((line) => line.kind === 'rest');
const wrong = requests.flatMap((line) => judge.request(line));
for (const complaint of new Set(wrong)) console.error(complaint);
console.log(`${requests.length} requests judged, ${wrong.length} complaints`);
process.exit(requests.length === 0 ? 2 : wrong.length > 0 ? 1 : 0);
