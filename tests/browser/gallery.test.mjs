// The gallery: its menu by topic, a program of it with its fault and without, and the endings of both beside each other.

import assert from 'node:assert/strict';
import { test } from 'node:test';

import { click, hash, inEachBrowser, inModuleBrowsers, items, locate, until, untilHash, untilItem } from './support.mjs';

const DEADLOCK = 'Two transfers, opposite orders';

/** { name: link } of the select in words. */
const links = (page) => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll('#gallery optgroup option')].map(({ label, value }) => [label.replace(/: .*/, ''), value])));

async function openFromMenu(page, topic, name) {
  await click(page, 'Gallery');
  await untilItem(page, `topic ${topic}`);
  await click(page, `topic ${topic}`);
  await untilItem(page, name);
  await click(page, name);
}

inEachBrowser('The gallery', ({ open }) => {
  test('has a menu by topic, and its programs are set with their fault or without', async () => {
    const page = await open('#v=1&delay=0');
    const all = await links(page);
    await openFromMenu(page, 'Deadlock', `program ${DEADLOCK}`);
    await untilHash(page, all[DEADLOCK]);
    await untilItem(page, 'Fix');
    await click(page, 'Fix');
    await untilHash(page, all[`${DEADLOCK}, fixed`]);
    await click(page, 'Fault');
    await untilHash(page, all[DEADLOCK]);
    await openFromMenu(page, 'Deadlock', `fixed ${DEADLOCK}`);
    await untilHash(page, all[`${DEADLOCK}, fixed`]);
    await click(page, 'close comparison');
    await untilItem(page, 'Fix', false);
    await openFromMenu(page, 'The account', 'program The lock');
    await untilHash(page, '#v=1&lock=scoped');
  });
});

inModuleBrowsers('The gallery in words', ({ open }) => {
  test('is a list by topic', async () => {
    const page = await open('#v=1&delay=0');
    const topics = await page.evaluate(() => [...document.querySelectorAll('#gallery optgroup')].map(({ label }) => label));
    assert.equal(topics[0], 'The account');
    assert.ok(topics.includes('Deadlock') && topics.length > 15, topics.join());
    const all = await links(page);
    await page.select('#gallery', all[DEADLOCK]);
    await untilHash(page, all[DEADLOCK]);
    await page.select('#gallery', all['The lock']);
    await untilHash(page, '#v=1&lock=scoped');
  });
});
