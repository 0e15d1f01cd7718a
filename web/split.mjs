// Splits the module in two: what a first visit needs, and a part that the page loads when it first needs it (web/part.mjs).
//
//   node web/split.mjs FILE.wasm PART.wasm
//
// FILE has the names of its functions (--profiling-funcs). DEFERRED says by name what the part is for: these functions, and what
// only they call, move there. A stub in the place of each that is called from what stays calls it through the table, in which the
// part puts it. A short function that calls nothing of the part stays: the optimizer gives functions of equal code one name. Both modules
// share memory, table and globals; the part imports all from the first one's exports.

import { readFile, writeFile } from 'node:fs/promises';

import binaryen from 'binaryen';

const OWN = String.raw`interleave::(?:lang|program|words|walk)::|interleave::ExplorerOf<interleave::ProgramExploring>|interleave::ProgramExploring`;
const DEFERRED = new RegExp([
  String.raw`^(?:${OWN})`,
  // In a std::function.
  String.raw`^std::__2::__function::__func<(?:${OWN})`,
  String.raw`^interleave::(?:ProgramGraph|StepCache|StateStore|StateLayout|PathTree|LikeThreads)::`,
  String.raw`^interleave::(?:exploreProgram|shortestPaths|simplestPaths|firstSchedules|pathCounts|programTable|faultsForPage)\b`,
  String.raw`^interleave::(?:program\w*Topic|programState|drawProgram[A-Z]\w*|takeBackProgramStep)\b`,
  // What is given a program, or what is known of one.
  String.raw`^interleave::[^(]*(?:\(anonymous namespace\)::\w+)?\([^)]*\binterleave::(?:program::|walk::|lang::|ProgramEnding|ProgramExploration|UserProgram const)`,
  // What the page asks for, and a saved trace.
  String.raw`^interleave::(?:unpacked\(|toJson\(interleave::Exploration const|TraceReader::read\(|contradictionIn\()`,
  String.raw`^std::__2::__function::__func<interleave::TraceReader::read\(`,
  String.raw`^interleave::UserProgram::(?:check|renew|learn|\w+Now|stateWords|totals|remarks|grade|run|showFault|step|follow|type|load|offer)\b`,
].join('|'));
// Of a function's text without names: so many characters are an access to a member, or a call of another function.
const SHORT = 700;

/** The top-level forms of a module's text. */
function formsOf(text) {
  const forms = [];
  for (const line of text.split('\n').slice(1, -2)) {
    if (line.startsWith(' (')) forms.push([line]);
    else forms.at(-1).push(line);
  }
  return forms.map((lines) => lines.join('\n'));
}

const readable = (name) => name.slice(1).replaceAll(/\\([0-9a-f]{2})/g, (_, byte) => String.fromCharCode(parseInt(byte, 16)));
const namesIn = (form, pattern) => new Set([...form.matchAll(pattern)].map(([, name]) => name));

/** What the module consists of, by name. */
function read(text) {
  const forms = formsOf(text);
  const kind = (name) => forms.filter((form) => form.startsWith(` (${name} `));
  const imports = kind('import');
  const functions = new Map(kind('func').map((form) => [/\$\S+/.exec(form)[0], form]));
  const calls = new Map([...functions].map(([name, form]) => [name, namesIn(form, /\((?:call|ref\.func) (\$[^\s()]+)/g)]));
  return { forms, kind, imports, functions, calls };
}

/** The names of the functions that move, and of those among them that stay callable from what does not. */
function choose({ kind, functions, calls }) {
  const tabled = new Set(kind('elem').flatMap((form) => [...namesIn(form.slice(form.indexOf(')')), /(\$[^\s()]+)/g)]));
  const roots = new Set([...kind('export'), ...kind('start')].flatMap((form) => [...namesIn(form, /(\$[^\s()]+)/g)]));
  for (const name of tabled) roots.add(name);
  const stays = new Set();
  const gates = new Set(); // reached, and perhaps of the part
  const keep = (names) => {
    for (const name of names) stays.add(name);
    const open = names.flatMap((name) => [...calls.get(name)]);
    while (open.length > 0) {
      const name = open.pop();
      if (stays.has(name) || !functions.has(name)) continue;
      if (DEFERRED.test(readable(name))) {
        gates.add(name);
      } else {
        stays.add(name);
        open.push(...calls.get(name));
      }
    }
  };
  const isShort = (name) => functions.get(name).replaceAll(/\$[^\s()]+/g, '').length < SHORT;
  const calm = (name) => !stays.has(name) && isShort(name) &&
    [...calls.get(name)].every((each) => stays.has(each) || !functions.has(each) || each === name);
  const begins = [...roots].filter((name) => functions.has(name));
  for (const name of begins.filter((each) => DEFERRED.test(readable(each)))) gates.add(name);
  keep(begins.filter((name) => !gates.has(name)));
  for (let found = [...gates].filter(calm); found.length > 0; found = [...gates].filter(calm)) keep(found);
  const moves = [...functions.keys()].filter((name) => !stays.has(name));
  return { moves, entries: moves.filter((name) => gates.has(name)) };
}

/** Each global, tag and function that what moves uses, memory and table: what the first module exports, and the part imports. */
function sharedOf({ kind, imports, functions, calls }, moves) {
  const moved = new Set(moves);
  const used = (pattern) => new Set(moves.flatMap((name) => [...namesIn(functions.get(name), pattern)]));
  const globals = used(/\(global\.[gs]et (\$[^\s()]+)/g);
  return {
    memory: [...imports, ...kind('memory')].map((form) => /\(memory (\$[^\s()]+)/.exec(form)).find(Boolean)[1],
    table: /\(table (\$\S+)/.exec(kind('table')[0])[1],
    tags: kind('tag').map((form) => /\(tag (\$\S+)/.exec(form)[1]),
    globals: kind('global').map((form) => /\(global (\$\S+)/.exec(form)[1]).filter((name) => globals.has(name)),
    functions: [...new Set(moves.flatMap((name) => [...calls.get(name)]))].filter((name) => !moved.has(name)),
  };
}

const typeOf = (module, name) => {
  const { params, results } = binaryen.getFunctionInfo(module.getFunction(name));
  return [params, results];
};

function resizeTable(module, name, size) {
  const table = module.getTable(name);
  binaryen._BinaryenTableSetInitial(table, size);
  binaryen._BinaryenTableSetMax(table, size);
}

/** What stays: stubs in the place of the part's entries, and exports of all that the part uses. */
function makeFirst(module, { moves, entries, shared, slot, size }) {
  for (const name of moves) {
    const [params, results] = typeOf(module, name);
    module.removeFunction(name);
    const index = entries.indexOf(name);
    if (index < 0) continue;
    const given = binaryen.expandType(params).map((type, at) => module.local.get(at, type));
    module.addFunction(name, params, results, [], module.call_indirect(shared.table, module.i32.const(slot + index), given, params, results));
  }
  resizeTable(module, shared.table, size);
  let number = 0;
  module.addMemoryExport(shared.memory, String(number++));
  module.addTableExport(shared.table, String(number++));
  for (const name of shared.tags) module.addTagExport(name, String(number++));
  for (const name of shared.globals) module.addGlobalExport(name, String(number++));
  for (const name of shared.functions) module.addFunctionExport(name, String(number++));
}

/** The part: all but what moves is gone or imported. */
function makePart(module, { names, moves, entries, shared, slot, size }) {
  for (let i = module.getNumExports() - 1; i >= 0; --i) module.removeExport(binaryen.getExportInfo(module.getExportByIndex(i)).name);
  for (let i = module.getNumElementSegments() - 1; i >= 0; --i) {
    module.removeElementSegment(binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(i)).name);
  }
  const { initial, max, shared: isShared } = module.getMemoryInfo();
  module.setMemory(initial, max, null, [], isShared, false, shared.memory);
  let number = 0;
  const next = () => ['first', String(number++)];
  module.addMemoryImport(shared.memory, ...next(), isShared);
  module.addTableImport(shared.table, ...next());
  resizeTable(module, shared.table, size);
  for (const name of shared.tags) {
    const { params, results } = binaryen.getTagInfo(module.getTag(name));
    module.removeTag(name);
    module.addTagImport(name, ...next(), params, results);
  }
  for (const name of shared.globals) {
    const { type, mutable } = binaryen.getGlobalInfo(module.getGlobal(name));
    module.removeGlobal(name);
    module.addGlobalImport(name, ...next(), type, mutable);
  }
  const stays = new Set(moves);
  const imported = new Map(shared.functions.map((name) => [name, [next(), typeOf(module, name)]]));
  for (const name of names) if (!stays.has(name)) module.removeFunction(name);
  for (const [name, [from, type]] of imported) module.addFunctionImport(name, ...from, ...type);
  module.addActiveElementSegment(shared.table, 'entries', entries, module.i32.const(slot));
  // There is no way to have none.
  module.setStart(module.addFunction('begin', binaryen.none, binaryen.none, [], module.nop()));
}

async function write(file, module) {
  if (!module.validate()) throw new Error(`${file} is not valid`);
  await writeFile(file, module.emitBinary());
}

const [file, part] = process.argv.slice(2);
const bytes = new Uint8Array(await readFile(file));
const first = binaryen.readBinary(bytes);
first.setFeatures(binaryen.Features.All);
const parsed = read(first.emitText());
const chosen = choose(parsed);
const { initial } = binaryen.getTableInfo(first.getTableByIndex(0));
const shared = sharedOf(parsed, chosen.moves);
const plain = (names) => names.map((name) => name.slice(1));
const plan = {
  names: Array.from({ length: first.getNumFunctions() }, (_, i) => binaryen.getFunctionInfo(first.getFunctionByIndex(i)).name),
  moves: plain(chosen.moves),
  entries: plain(chosen.entries),
  shared: { memory: shared.memory.slice(1), table: shared.table.slice(1), tags: plain(shared.tags), globals: plain(shared.globals), functions: plain(shared.functions) },
  slot: initial,
  size: initial + chosen.entries.length,
};
const second = binaryen.readBinary(bytes);
second.setFeatures(binaryen.Features.All);
makeFirst(first, plan);
makePart(second, plan);
await write(file, first);
await write(part, second);
console.log(`${part}: ${plan.moves.length} functions, ${plan.entries.length} of them called from ${file}`);
