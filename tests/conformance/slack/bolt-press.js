// The least that an app on Bolt can do: it acknowledges each press and posts one message. CopBot.Bench presses its buttons and
// CopBot's by turns. Everything else is as Bolt has it.
import bolt from '@slack/bolt';

const { SLACK_BOT_TOKEN: token, SLACK_APP_TOKEN: appToken, SLACK_API_URL: slackApiUrl, CARDS_CHANNEL: cards, CARDS: count, COUNTER_CHANNEL: counter } = process.env;

const app = new bolt.App({ token, appToken, socketMode: true, clientOptions: { slackApiUrl }, logLevel: bolt.LogLevel.ERROR });

app.action('press', async ({ ack, body, client }) => {
  await ack();
  await client.chat.postMessage({ channel: counter, text: `${body.user.id} pressed` });
});

await app.start();
for (let number = 1; number <= Number(count); number++) {
  const text = `Card ${number}`;
  await app.client.chat.postMessage({
    channel: cards,
    text,
    blocks: [
      { type: 'section', text: { type: 'mrkdwn', text } },
      { type: 'actions', elements: [{ type: 'button', action_id: 'press', text: { type: 'plain_text', text: 'Press' }, value: String(number) }] },
    ],
  });
}

console.log('ready');
