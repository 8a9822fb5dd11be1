// The console's page: no framework and no build, so that the emulator runs from its sources alone.
// Everything shown was sent by somebody: it goes into the page as text, never as markup.

const REFRESH_MS = 2000;
const SHOWN = 50;

const states = {
  NOTPAY: ['待支付', 'wait'],
  SUCCESS: ['已支付', 'good'],
  CLOSED: ['已关闭', ''],
  PAYERROR: ['支付失败', 'bad'],
};
const noticeStates = {
  pending: ['投递中', 'wait'],
  delivered: ['已送达', 'good'],
  failed: ['已放弃', 'bad'],
  dropped: ['已丢弃', 'bad'],
};
const outcomes = {
  accepted: '已确认',
  refused: '未确认',
  timeout: '超时',
  unreachable: '连不上',
  lost: '途中丢失',
  dropped: '被丢弃',
  'cut-off': '中断',
};

const at = (id) => document.getElementById(id);
const timeOf = (iso) => (iso === null ? '' : new Date(iso).toLocaleTimeString('zh-CN', { hour12: false }));
const yuan = (fen) => `¥${(fen / 100).toFixed(2)}`;

function element(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

const tag = ([text, className] = ['', '']) =>
  element('span', { className: `tag ${className}`, textContent: text });

async function ask(path, init) {
  const response = await fetch(`/emulator/${path}`, init);
  const body = await response.json();
  if (!response.ok) throw new Error(body.message ?? response.statusText);
  return body;
}

let payments = [];

/** The payment that the phone's text names: by QR text, prepay id or the merchant's number. */
function named() {
  const text = at('what').value.trim();
  return payments.find(
    ({ codeUrl, prepayId, outTradeNo }) => text !== '' && [codeUrl, prepayId, outTradeNo].includes(text),
  );
}

function choose(payment) {
  at('what').value = payment.codeUrl ?? payment.prepayId ?? payment.outTradeNo;
  if (payment.openid !== null) at('who').value = payment.openid;
  at('said').textContent = '';
  showBill();
  at('phone').scrollIntoView({ block: 'nearest' });
}

function showBill() {
  const payment = named();
  at('bill').hidden = payment === undefined;
  if (payment === undefined) return;
  const [whole, cents] = (payment.totalFen / 100).toFixed(2).split('.');
  at('bill-name').textContent = payment.description;
  at('bill-yuan').textContent = whole;
  at('bill-cents').textContent = `.${cents}`;
  at('bill-state').textContent = (states[payment.tradeState] ?? [payment.tradeState])[0];
  const qr = at('bill-qr');
  qr.hidden = payment.codeUrl === null;
  const source = `/emulator/payments/${encodeURIComponent(payment.outTradeNo)}/qr.svg`;
  if (!qr.hidden && qr.dataset.of !== payment.codeUrl) qr.src = `${source}?${Date.now()}`;
  qr.dataset.of = payment.codeUrl ?? '';
}

function paymentRow(payment) {
  const cells = [
    element('td', {}, element('code', { textContent: payment.outTradeNo })),
    element('td', { className: 'name', textContent: payment.description, title: payment.description }),
    element('td', { className: 'number', textContent: yuan(payment.totalFen) }),
    element('td', { textContent: `${payment.api} ${payment.tradeType}` }),
    element('td', {}, tag(states[payment.tradeState] ?? [payment.tradeState, ''])),
    element('td', { className: 'quiet', textContent: timeOf(payment.createdAt) }),
  ];
  const pay = element('button', { className: 'link', type: 'button', textContent: '去付款' });
  pay.addEventListener('click', () => choose(payment));
  cells.push(element('td', {}, ...(payment.tradeState === 'NOTPAY' ? [pay] : [])));
  return element('tr', {}, ...cells);
}

function noticeItem(notice) {
  const next = notice.nextAttemptAt === null ? '' : `下次 ${timeOf(notice.nextAttemptAt)}`;
  const attempts = notice.attempts.map(({ attempt, at: when, status, outcome, body, durationMs }) => {
    const parts = [
      `第${attempt}次`,
      timeOf(when),
      outcomes[outcome] ?? outcome,
      status ?? '',
      `${durationMs}ms`,
      body,
    ];
    return element('li', { textContent: parts.filter((part) => part !== '').join('　'), title: body });
  });
  return element(
    'li',
    {},
    element(
      'div',
      { className: 'head' },
      tag(noticeStates[notice.state]),
      element('code', { textContent: notice.outTradeNo }),
      element('span', { className: 'quiet', textContent: `${notice.api}　${notice.url}` }),
      element('span', { className: 'quiet', textContent: next }),
    ),
    element('ul', { className: 'attempts' }, ...attempts),
  );
}

function showFaults({ rules, available }) {
  at('rules').replaceChildren(
    ...rules.map(({ used, ...rule }) =>
      element('li', {}, element('code', { textContent: JSON.stringify(rule) }), ` 已用${used}次`),
    ),
  );
  // Written once: rewriting would close what the reader has opened.
  if (at('available').childElementCount > 0) return;
  for (const { on, text, actions } of available) {
    at('available').append(element('dt', {}, element('code', { textContent: on }), ` ${text}`));
    for (const { action, text: what } of actions) {
      at('available').append(element('dd', {}, element('code', { textContent: action }), `：${what}`));
    }
  }
}

/** Puts a list on the page, unless it is what is there already: buttons must not vanish under the mouse. */
function showList(name, { items, total }, present) {
  const list = at(name);
  const text = JSON.stringify(items);
  at(`${name}-total`).textContent = total === 0 ? '' : String(total);
  at(`${name}-none`).hidden = total > 0;
  if (list.dataset.shown === text) return;
  list.dataset.shown = text;
  list.replaceChildren(...items.map(present));
}

async function refresh() {
  try {
    const [paid, notices, faults, clock, shoppers] = await Promise.all(
      [`payments?limit=${SHOWN}`, `notices?limit=${SHOWN}`, 'faults', 'clock', 'shoppers'].map((path) =>
        ask(path),
      ),
    );
    payments = paid.items;
    showList('payments', paid, paymentRow);
    showList('notices', notices, noticeItem);
    showFaults(faults);
    at('clock').textContent =
      `现在 ${new Date(clock.now).toLocaleString('zh-CN', { hour12: false })}，scale ${clock.scale}，offsetSeconds ${clock.offsetSeconds}`;
    at('shoppers').replaceChildren(...shoppers.items.map((value) => element('option', { value })));
    if (at('who').value === '' && shoppers.items.length > 0) at('who').value = shoppers.items[0];
    showBill();
  } catch {
    at('merchant').textContent = '连不上模拟器，正在重试…';
    merchantShown = false;
  }
  if (!merchantShown) await showMerchant();
}

let merchantShown = false;

async function showMerchant() {
  const config = await ask('config').catch(() => undefined);
  if (config === undefined) return;
  at('merchant').textContent = `appid ${config.appId}　商户号 ${config.mchId}`;
  merchantShown = true;
}

async function pay(outcome) {
  const text = at('what').value.trim();
  const by = text.startsWith('weixin://')
    ? 'codeUrl'
    : /^wx\d{14}\w{20}$/.test(text)
      ? 'prepayId'
      : 'outTradeNo';
  const said = at('said');
  try {
    const body = JSON.stringify({ [by]: text, openid: at('who').value.trim(), outcome });
    const { tradeState } = await ask('payments', { method: 'POST', body });
    said.className = tradeState === 'SUCCESS' ? 'good' : '';
    said.textContent =
      outcome === 'cancel' ? '已取消，订单仍待支付' : (states[tradeState] ?? [tradeState])[0];
  } catch (error) {
    said.className = 'bad';
    said.textContent = error.message;
  }
  await refresh();
}

at('what').addEventListener('input', showBill);
at('phone').addEventListener('submit', (event) => {
  event.preventDefault();
  void pay(event.submitter?.value ?? 'success');
});

async function keepFresh() {
  if (!document.hidden) await refresh();
  setTimeout(() => void keepFresh(), REFRESH_MS);
}
void keepFresh();
