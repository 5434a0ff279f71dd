// A headless Chromium that is asked for pictures, over its own debugging protocol: no package is needed for that.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export class Browser {
  static async start() {
    const browser = new Browser();
    browser.profile = mkdtempSync(join(tmpdir(), 'copbot-pictures-'));
    // The pipe is simpler than a socket: messages end with a zero, requests go in at 3, answers come out at 4.
    browser.process = spawn(
      process.env.CHROMIUM ?? 'chromium',
      ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--hide-scrollbars', '--remote-debugging-pipe', `--user-data-dir=${browser.profile}`, 'about:blank'],
      { stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'] });
    browser.process.on('error', browser.#fail);
    browser.process.on('exit', () => browser.#fail(new Error('Chromium ended')));
    browser.process.stdio[4].on('data', browser.#hear);
    const { targetInfos } = await browser.#ask('Target.getTargets');
    const { sessionId } = await browser.#ask('Target.attachToTarget', { targetId: targetInfos.find(target => target.type === 'page').targetId, flatten: true });
    browser.session = sessionId;
    return browser;
  }

  /** The page as a PNG, as high as it is. */
  async picture(html, width) {
    await this.#ask('Emulation.setDeviceMetricsOverride', { width, height: 400, deviceScaleFactor: 1.5, mobile: false });
    const { frameTree } = await this.#ask('Page.getFrameTree');
    await this.#ask('Page.setDocumentContent', { frameId: frameTree.frame.id, html });
    const { result } = await this.#ask('Runtime.evaluate', { expression: 'document.fonts.ready.then(() => Math.ceil(document.body.getBoundingClientRect().height))', awaitPromise: true });
    const { data } = await this.#ask('Page.captureScreenshot', { format: 'png', captureBeyondViewport: true, clip: { x: 0, y: 0, width, height: result.value, scale: 1 } });
    return Buffer.from(data, 'base64');
  }

  async stop() {
    const ended = new Promise(done => this.process.once('exit', done));
    this.process.kill();
    await ended;
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  #last = 0;
  #asked = new Map();
  #heard = Buffer.alloc(0);

  #ask(method, params = {}) {
    const id = ++this.#last;
    this.process.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId: this.session })}\0`);
    return new Promise((answered, failed) => this.#asked.set(id, { method, answered, failed }));
  }

  #hear = data => {
    this.#heard = Buffer.concat([this.#heard, data]);
    for (let end = this.#heard.indexOf(0); end >= 0; end = this.#heard.indexOf(0)) {
      const message = JSON.parse(this.#heard.subarray(0, end).toString('utf8'));
      this.#heard = this.#heard.subarray(end + 1);
      const asked = this.#asked.get(message.id);
      if (!asked) continue;
      this.#asked.delete(message.id);
      if (message.error) asked.failed(new Error(`${asked.method}: ${message.error.message}`));
      else asked.answered(message.result);
    }
  };

  #fail = why => {
    for (const { failed } of this.#asked.values()) failed(why);
    this.#asked.clear();
  };
}
