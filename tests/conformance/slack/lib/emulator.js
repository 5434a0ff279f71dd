// The emulator under judgement, reached over loopback; its address comes from whoever started it.
import { WebClient, LogLevel } from '@slack/web-api';
import bolt from '@slack/bolt';

export const base = process.env.COPBOT_SLACK_EMULATOR;
if (!base) throw new Error('COPBOT_SLACK_EMULATOR must hold the address of a running emulator, such as http://127.0.0.1:5000/');

export const scopes = [
  'chat:write', 'commands', 'users:read', 'im:write', 'mpim:write', 'channels:read', 'groups:read', 'im:read', 'mpim:read', 'channels:join',
  'channels:history', 'groups:history', 'im:history', 'reactions:write', 'reactions:read', 'app_mentions:read', 'files:write', 'files:read',
  'pins:write', 'team:read',
];

const events = [
  'app_mention', 'message.channels', 'message.groups', 'message.im', 'member_joined_channel', 'member_left_channel', 'app_home_opened',
  'user_change', 'team_join', 'reaction_added', 'channel_archive', 'channel_rename', 'app_uninstalled', 'tokens_revoked',
];

export async function control(verb, body = {}) {
  const response = await fetch(new URL(`control/${verb}`, base), { method: 'POST', body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`control/${verb}: ${answer.error}`);
  return answer;
}

export async function journal() {
  return (await fetch(new URL('control/journal', base))).json();
}

let houses = 0;

/** A workspace of its own for one test, so that tests do not meet. */
export async function house(change = {}) {
  const domain = `house${process.pid}x${++houses}`;
  const setup = await control('setup', {
    domain,
    app_name: 'CopBot',
    people: [
      { handle: 'ann', name: 'Ann Ames', tz: 'Europe/Berlin', locale: 'de-DE', admin: true },
      { handle: 'ben', name: 'Ben Bell', tz: 'America/New_York' },
    ],
    channels: [
      { name: 'help', members: ['ann', 'ben', 'copbot'] },
      { name: 'secret', private: true, members: ['ann'] },
      { name: 'open', members: ['ann'] },
    ],
    commands: ['/cop'],
    shortcuts: [
      { callback_id: 'make_problem', name: 'Make this a problem', message: true },
      { callback_id: 'new_problem', name: 'Ask a problem' },
    ],
    events,
    scopes,
    ...change,
  });
  const does = (person) => (verb, body = {}) => control(`person/${verb}`, { workspace: setup.workspace, person, ...body });
  return {
    ...setup,
    help: setup.channels.help,
    ann: does('ann'),
    ben: does('ben'),
    sees: (person, body = {}) => control('sees', { workspace: setup.workspace, person, ...body }),
    admin: (verb, body = {}) => control(`admin/${verb}`, { workspace: setup.workspace, ...body }),
    socket: (verb, body = {}) => control(`socket/${verb}`, { workspace: setup.workspace, ...body }),
    faults: (body) => control('faults', { workspace: setup.workspace, ...body }),
  };
}

export function client(home, options = {}) {
  return new WebClient(home.bot_token, { slackApiUrl: home.api_url, logLevel: LogLevel.ERROR, logger: silent, ...options });
}

/** A Bolt app in Socket Mode, stopped when the test ends. */
export async function start(t, home, listen = () => {}, options = {}) {
  const app = new bolt.App({
    token: home.bot_token,
    appToken: home.app_token,
    socketMode: true,
    clientOptions: { slackApiUrl: home.api_url, logger: silent },
    logger: silent,
    ...options,
  });
  app.error(async (error) => errors.push(error));
  await listen(app);
  await app.start();
  t.after(() => app.stop());
  return app;
}

/** What Bolt reported as unhandled, over all tests of a file. */
export const errors = [];

export const silent = {
  debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, getLevel() { return LogLevel.ERROR; }, setName() {},
};

/** A promise with its handles outside. */
export function promised() {
  let resolve;
  const promise = new Promise((settle) => { resolve = settle; });
  return { promise, resolve };
}

/** Asks until the answer is true; for effects that arrive without a signal. */
export async function until(what, question, milliseconds = 15000) {
  const end = Date.now() + milliseconds;
  for (;;) {
    if (await question()) return;
    if (Date.now() > end) throw new Error(`It never happened: ${what}`);
    await new Promise((settle) => setTimeout(settle, 25));
  }
}

export function button(id, text = id, value = 'v1') {
  return { type: 'button', action_id: id, text: { type: 'plain_text', text }, value };
}

export function section(text, accessory) {
  return { type: 'section', text: { type: 'mrkdwn', text }, ...(accessory ? { accessory } : {}) };
}

export function modal(change = {}) {
  return {
    type: 'modal',
    callback_id: 'ask',
    title: { type: 'plain_text', text: 'Ask a problem' },
    submit: { type: 'plain_text', text: 'Ask' },
    close: { type: 'plain_text', text: 'Not now' },
    blocks: [
      { type: 'input', block_id: 'title', label: { type: 'plain_text', text: 'Title' }, element: { type: 'plain_text_input', action_id: 'title', max_length: 100 } },
    ],
    ...change,
  };
}
