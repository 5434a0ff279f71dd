// Draws the pictures in docs/pictures from the approved Slack and Discord JSON of the tests: `node tests/pictures/draw.mjs`.
// The look is our own drawing of how the platforms show such a message; nothing of theirs is copied. Needs Node and Chromium.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Browser } from './browser.mjs';
import * as discord from './discord.mjs';
import * as slack from './slack.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const features = join(here, '../CopBot.Tests/Features');
const pictures = join(here, '../../docs/pictures');
const asked = 1804601100;
const hour = 3600;

// What stands on which picture: the approved file, where it is seen, and how long after the problem was asked.
const scenes = [
  { name: 'problem', from: 'Problems', card: 'open', where: '#practice', later: 2 * hour },
  { name: 'solved', from: 'Problems', card: 'solved', where: '#practice', later: 9 * 24 * hour },
  { name: 'question', from: 'Outcomes', card: 'first-question', where: 'direct', later: 7 * 24 * hour },
  { name: 'ask', from: 'Problems', card: 'form-ask', where: 'form', later: 0 },
  { name: 'home', from: 'Outcomes', card: 'home-with-a-question', where: 'home', later: 7 * 24 * hour },
];

mkdirSync(pictures, { recursive: true });
const browser = await Browser.start();
try {
  for (const [platform, drawing] of Object.entries({ slack, discord })) {
    const style = readFileSync(join(here, `${platform}.css`), 'utf8');
    for (const scene of scenes) {
      const json = JSON.parse(readFileSync(join(features, scene.from, 'Approved', platform, `${scene.card}.approved.json`), 'utf8'));
      const body = drawing.draw(json, { ...scene, now: asked + scene.later });
      const file = join(pictures, `${platform}-${scene.name}.png`);
      writeFileSync(file, await browser.picture(`<!doctype html><meta charset="utf-8"><style>${style}</style><body>${body}</body>`, 760));
      console.log(`${platform}-${scene.name}.png, ${Math.ceil(statSync(file).size / 1024)} KB`);
    }
  }
} finally {
  await browser.stop();
}
