// Links out of a seed: valid ones with what they mean, and ones with something broken in them.

// George Marsaglia, "Xorshift RNGs", 2003: the same links on every machine.
export function generator(seed) {
  let state = seed >>> 0;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  return {
    below,
    from: (least, most) => least + below(most - least + 1),
    chance: (probability) => next() < probability,
    pick: (list) => list[below(list.length)],
  };
}

const LABELS = ['a', 'deposit', 'rent & food', 'caf\u00e9', '\u9280\u884c', 'x:y,z=1', '100%', '#', '\ud83d\ude00', '<b>', '24 characters, no more!!'];
const JUNK = ['&', '=', '%', '%zz', '#', ',', ':', 'x', '-', '99999999999999999999', '\u0000', '\u00e9', '&v=2', '&tx=',
  '&workers=0', '&lock=', '&fail=Z', '&at=3', '&schedule=AAAA', '&nothing=1', '&start=1&start=2'];

function randomSettings(random, most) {
  const tx = Array.from({ length: random.from(1, most) }, () => ({
    label: random.pick(LABELS),
    amount: random.chance(0.1) ? random.pick([-1e9, 1e9, 0]) : random.from(-200, 200),
    times: random.chance(0.3) ? random.from(2, 20) : 1,
    throws: random.chance(0.1),
  }));
  return {
    start: random.chance(0.1) ? random.pick([-1e9, 1e9]) : random.from(-300, 300),
    tx: tx.map((each, i) => ({ task: String.fromCharCode(65 + i), ...each })),
    workers: random.from(1, 16),
    delay: 0,
    lock: random.pick(['none', 'manual', 'scoped']),
    overdraft: random.pick(['allow', 'refuse']),
  };
}

function linkOf(random, { start, tx, workers, delay, lock, overdraft }) {
  const list = tx.map(({ label, amount, times }) =>
    `${encodeURIComponent(label)}:${amount}${times > 1 || random.chance(0.2) ? `x${times}` : ''}`);
  const fail = tx.filter((each) => each.throws).map((each) => each.task).join('');
  const keys = [`start=${start}`, `tx=${list.join(',')}`, `workers=${workers}`, `delay=${delay}`, `lock=${lock}`,
    `overdraft=${overdraft}`, ...(fail ? [`fail=${fail}`] : []), 'v=1'];
  // Keys may come in any order.
  for (let i = keys.length - 1; i > 0; --i) {
    const j = random.below(i + 1);
    [keys[i], keys[j]] = [keys[j], keys[i]];
  }
  return `#${keys.join('&')}`;
}

function mutate(random, link) {
  let broken = link;
  for (let i = random.from(1, 4); i > 0; --i) {
    const at = random.below(broken.length + 1);
    const cut = random.chance(0.5) ? random.below(8) : 0;
    broken = broken.slice(0, at) + (random.chance(0.8) ? random.pick(JUNK) : '') + broken.slice(at + cut);
  }
  return broken;
}

/** [{ link, expected }]; `expected` is null for a link that was broken. */
export function randomLinks(seed, count, { mutated = true, most = 26 } = {}) {
  const random = generator(seed);
  return Array.from({ length: count }, () => {
    const expected = randomSettings(random, most);
    const link = linkOf(random, expected);
    return mutated && random.chance(0.6) ? { link: mutate(random, link), expected: null } : { link, expected };
  });
}
