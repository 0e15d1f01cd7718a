// Splits the module in two: what a first visit needs, and a part that the page loads when it first needs it (web/part.mjs).
//
//   node web/split.mjs MODULE.wasm PART.wasm
//
// What moves from MODULE into PART is chosen by the names of functions, which MODULE has to have (--profiling-funcs): those that match
// DEFERRED, and those that only they call. Neither file has the names afterwards.
//
// A function that moves, and is called from what stays, is an entry. In its place stays a stub that calls it through the table, in a
// slot behind those of the linker. PART fills these slots when it is instantiated; a stub that is called before that traps. Both have
// one memory, one table, and the same globals and tags: MODULE exports what PART imports, numbered in the same order (web/use_part.js).
//
// Limits: what is called through the table, as virtual functions are and what is in a std::function, moves only where its own name
// matches DEFERRED. The table must not grow otherwise (no -sALLOW_TABLE_GROWTH), and MODULE must not use tail calls. The text that is
// read here is that of the version of binaryen in package-lock.json.

import { readFile, writeFile } from 'node:fs/promises';

import binaryen from 'binaryen';

// As C++ writes them, with namespaces and the types of parameters.
const OWN = String.raw`interleave::(?:lang|program|words|walk)::|interleave::ExplorerOf<interleave::Program(?:Explor|Search)ing>|interleave::Program(?:Explor|Search)ing`;
const DEFERRED = new RegExp([
  String.raw`^(?:${OWN})`,
  // In a std::function.
  String.raw`^std::__2::__function::__func<(?:${OWN})`,
  String.raw`^(?:void )?interleave::(?:ProgramGraph|StepCache|StateStore|StateLayout|PathTree|LikeThreads|ProgramRun|ProgramSteps|ProgramChoices)::`,
  String.raw`^interleave::(?:ClassSearch|WakeupTrees|TreeMaker)<interleave::(?:Program|walk::)`,
  String.raw`^std::__2::__function::__func<interleave::(?:findBadEnding\(|ProgramGraph::|\(anonymous namespace\)::(?:LevelSearch|Explorer)::)`,
  String.raw`^interleave::(?:exploreProgram|findBadEnding|searchOn|addFound|levelsOf|searchLevels|findCycle|topologicalOrder|shortestPaths|simplestPaths|firstSchedules|pathCounts|programTable|faultsForPage)\b`,
  String.raw`^interleave::(?:program\w*Topic|programState|drawProgram[A-Z]\w*|takeBackProgramStep)\b`,
  String.raw`^interleave::\(anonymous namespace\)::programTree(?:Label|Words)\b`,
  // What is given a program, or what is known of one.
  String.raw`^interleave::[^(]*(?:\(anonymous namespace\)::\w+)?\([^)]*\binterleave::(?:program::|walk::|lang::|ProgramEnding|ProgramExploration|UserProgram const)`,
  // What the page asks for, and a saved trace.
  String.raw`^interleave::(?:unpacked\(|toJson\(interleave::Exploration const|TraceReader::read\(|EventList::pack\(|contradictionIn\()`,
  String.raw`^std::__2::__function::__func<interleave::TraceReader::read\(`,
  String.raw`^interleave::UserProgram::(?:check|renew|learn|\w+Now|stateWords|totals|remarks|grade|run|showFault|step|follow|type|load|offer|ask|answered)\b`,
  String.raw`^interleave::ProgramOutcomes::(?:collect|explore|offer|goBeyond|searchOn)\b`,
  String.raw`^interleave::ProgramAsking::(?:ask|renew|sentence|takeSchedule)\b`,
].join('|'));
// The optimizer makes one function of those with equal code, and keeps one of their names: behind a name that matches DEFERRED may
// stand an access to a member, or a call, that the rest of the program needs, too. Hence a shorter function, in characters of its text
// without names, stays where it is called from what stays and calls nothing that moves.
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

/** A name as C++ has it: binaryen escapes what no name in its text may have. */
const readable = (name) => name.slice(1).replaceAll(/\\([0-9a-f]{2})/g, (_, byte) => String.fromCharCode(parseInt(byte, 16)));
/** What the first group of a global pattern matches. */
const namesIn = (form, pattern) => new Set([...form.matchAll(pattern)].map(([, name]) => name));

/** What the module consists of. Names begin with $, as in its text. */
function read(text) {
  const forms = formsOf(text);
  const kind = (name) => forms.filter((form) => form.startsWith(` (${name} `));
  const functions = new Map(kind('func').map((form) => [/\$\S+/.exec(form)[0], form]));
  const calls = new Map([...functions].map(([name, form]) => [name, namesIn(form, /\((?:call|ref\.func) (\$[^\s()]+)/g)]));
  return { kind, functions, calls };
}

/** The functions that move, and the entries among them. */
function choose({ kind, functions, calls }) {
  // Behind the first parenthesis that closes, an element segment has the functions of the table.
  const tabled = kind('elem').map((form) => form.slice(form.indexOf(')')));
  const roots = [...kind('export'), ...kind('start'), ...tabled].flatMap((form) => [...namesIn(form, /(\$[^\s()]+)/g)])
    .filter((name) => functions.has(name));
  const isDeferred = (name) => DEFERRED.test(readable(name));
  const stays = new Set();
  const reached = new Set(roots.filter(isDeferred)); // from what stays, and of DEFERRED
  const keep = (names) => {
    const open = [...names];
    while (open.length > 0) {
      const name = open.pop();
      if (stays.has(name)) continue;
      stays.add(name);
      for (const callee of calls.get(name)) {
        if (!functions.has(callee)) continue; // it is imported
        if (isDeferred(callee)) reached.add(callee);
        else open.push(callee);
      }
    }
  };
  const isShort = (name) => functions.get(name).replaceAll(/\$[^\s()]+/g, '').length < SHORT;
  const needsNoPart = (name) => [...calls.get(name)].every((each) => stays.has(each) || !functions.has(each) || each === name);
  const shortOnes = () => [...reached].filter((name) => !stays.has(name) && isShort(name) && needsNoPart(name));
  keep(roots.filter((name) => !reached.has(name)));
  for (let found = shortOnes(); found.length > 0; found = shortOnes()) keep(found);
  const moves = [...functions.keys()].filter((name) => !stays.has(name));
  return { moves, entries: moves.filter((name) => reached.has(name)) };
}

/** What MODULE exports and PART imports: memory, table, all tags, and the globals and functions that what moves uses. */
function sharedOf({ kind, functions, calls }, moves) {
  const moved = new Set(moves);
  const used = (pattern) => new Set(moves.flatMap((name) => [...namesIn(functions.get(name), pattern)]));
  const globals = used(/\(global\.[gs]et (\$[^\s()]+)/g);
  return {
    memory: [...kind('import'), ...kind('memory')].map((form) => /\(memory (\$[^\s()]+)/.exec(form)).find(Boolean)[1],
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

// binaryen.js has these functions of its C interface without names of their own.
function resizeTable(module, name, size) {
  const table = module.getTable(name);
  binaryen._BinaryenTableSetInitial(table, size);
  binaryen._BinaryenTableSetMax(table, size);
}

/** Turns the module into what stays. */
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

/** Turns the module into the part. */
function makePart(module, { names, moves, entries, shared, slot, size }) {
  for (let i = module.getNumExports() - 1; i >= 0; --i) module.removeExport(binaryen.getExportInfo(module.getExportByIndex(i)).name);
  for (let i = module.getNumElementSegments() - 1; i >= 0; --i) {
    module.removeElementSegment(binaryen.getElementSegmentInfo(module.getElementSegmentByIndex(i)).name);
  }
  const { initial, max, shared: isShared } = module.getMemoryInfo();
  // Without data: what stays has put it there.
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
  const moved = new Set(moves);
  const types = new Map(shared.functions.map((name) => [name, typeOf(module, name)]));
  for (const name of names) if (!moved.has(name)) module.removeFunction(name);
  for (const name of shared.functions) module.addFunctionImport(name, ...next(), ...types.get(name));
  module.addActiveElementSegment(shared.table, 'entries', entries, module.i32.const(slot));
  // The module's own must not run again, and binaryen.js can put another in its place, but not remove it.
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
