import type { Command } from '../request/build-request.ts';
import type { Layout } from './layout.ts';
import { isAtLeast } from './server-info.ts';

/** Longer values, and those of more elements, are read by the client in ranges: no script is to hold up a server. */
export const MAX_SCRIPT_BYTES = 262_144;
export const MAX_SCRIPT_ELEMENTS = 2_000;
/** Bytes, and 100 for each element and key, after which a script ends with the keys that it has had. */
const MAX_SCRIPT_WORK = 1_048_576;
/** Of the server's processor, in milliseconds; where its scripts can measure it. */
const MAX_SCRIPT_MS = 5;

export interface DigestedKeys {
  readonly keys: readonly string[];
  /** One for each key, and not one for all together. */
  readonly isEach: boolean;
}

/**
 * One script that only reads. From Redis 7.0 on it says so (`EVAL_RO`). The keys are declared where a proxy goes by them;
 * a cluster would refuse keys of several slots, and its nodes read each of their own keys all the same.
 */
export function digestCommand(
  { mode, version }: Pick<Layout, 'mode' | 'version'>,
  { keys, isEach }: DigestedKeys,
): Command {
  const isNew = isAtLeast(version, 7);
  const declared = mode === 'cluster' ? [] : keys;
  const settings = [isEach ? 'each' : 'all', isNew ? 'PEXPIRETIME' : 'PTTL', ...LIMITS.map(String)];
  const script = isNew && mode === 'cluster' ? `#!lua flags=no-writes,allow-cross-slot-keys\n${SCRIPT}` : SCRIPT;
  const passed = mode === 'cluster' ? keys : [];
  return [isNew ? 'EVAL_RO' : 'EVAL', script, String(declared.length), ...declared, ...settings, ...passed];
}

const LIMITS = [MAX_SCRIPT_BYTES, MAX_SCRIPT_ELEMENTS, MAX_SCRIPT_WORK, MAX_SCRIPT_MS] as const;

/**
 * Each value has one text, in whatever order and encoding it is kept: `-` for no key, and otherwise its type, its size and
 * its content, each part with its length before it. What has no order is added up: the first 144 bits of the SHA-1 of each
 * element, in three sums. `valueDigest` of the jobs makes the same of a value that it reads in ranges.
 *
 * Behind several strings the next key is taken for one without a question about its type: what is no string answers with an
 * error, which is rare then, and counted by the server.
 *
 * What a value weighs is what `MEMORY USAGE` says; where the user may not ask that, its elements are counted page by page, so
 * that a value of few large elements is not read in one piece.
 *
 * The answer: how many keys were had; the SHA-1 of their texts together, or of each; the times at which keys expire, as pairs
 * of place and milliseconds since 1970; the places of those that are too large, and pairs of place and type of those whose
 * type is unknown; the processor time in microseconds.
 */
const SCRIPT = `local first = #KEYS > 0 and 0 or 6
local list = #KEYS > 0 and KEYS or ARGV
local count = #list - first
local each, expiry = ARGV[1] == 'each', ARGV[2]
local maxBytes, maxElements, maxWork, maxMs = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6])
local call, sha1, concat, number, format = redis.call, redis.sha1hex, table.concat, tonumber, string.format
local hasClock, clock = pcall(function() return os.clock end)
local began = hasClock and clock() or 0
local now = 0
if expiry == 'PTTL' then
  local time = call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local work = 0
local function part(text) return #text .. ':' .. text end
local function sum(type, size, elements)
  local a, b, c, M = 0, 0, 0, 281474976710656
  for at = 1, #elements do
    local h = sha1(elements[at])
    a = (a + number(h:sub(1, 12), 16)) % M
    b = (b + number(h:sub(13, 24), 16)) % M
    c = (c + number(h:sub(25, 36), 16)) % M
    work = work + #elements[at] + 100
  end
  return type .. size .. ':' .. format('%.0f,%.0f,%.0f', a, b, c)
end
local function bytesIn(reply)
  if type(reply) == 'string' then return #reply end
  local sum = 0
  if type(reply) == 'table' then
    for at = 1, #reply do sum = sum + bytesIn(reply[at]) end
  end
  return sum
end
local weigh = {}
local function byScan(command)
  return function(key)
    local cursor, bytes, count = '0', 0, 1
    repeat
      local page = call(command, key, cursor, 'COUNT', count)
      cursor, bytes, count = page[1], bytes + bytesIn(page[2]), math.min(64, count * 2)
    until cursor == '0' or bytes > maxBytes
    return bytes
  end
end
weigh.set, weigh.hash, weigh.zset = byScan('SSCAN'), byScan('HSCAN'), byScan('ZSCAN')
function weigh.list(key, size)
  local at, bytes, count = 0, 0, 1
  while at < size and bytes <= maxBytes do
    bytes = bytes + bytesIn(call('LRANGE', key, at, at + count - 1))
    at, count = at + count, math.min(64, count * 2)
  end
  return bytes
end
function weigh.stream(key, size)
  local start, at, bytes, count = '-', 0, 0, 1
  while at < size and bytes <= maxBytes do
    local page = call('XRANGE', key, start, '+', 'COUNT', count + 1)
    bytes, at = bytes + bytesIn(page), at + count
    if #page <= count then break end
    start, count = page[#page][1], math.min(64, count * 2)
  end
  return bytes
end
local isWeighed = true
local function isLarge(key, size, kind)
  if size > maxElements then return true end
  if isWeighed then
    local ok, bytes = pcall(call, 'MEMORY', 'USAGE', key, 'SAMPLES', 0)
    if ok and type(bytes) == 'number' then return bytes > 4 * maxBytes end
    isWeighed = false
  end
  local bytes = weigh[kind](key, size)
  work = work + bytes
  return bytes > maxBytes
end
local function field(row, name)
  for at = 1, #row, 2 do if row[at] == name then return tostring(row[at + 1]) end end
  return ''
end
local read = {}
function read.none() return '-' end
function read.string(key)
  local value = call('GETRANGE', key, 0, maxBytes)
  if #value > maxBytes then return nil end
  work = work + #value
  return 's' .. #value .. ':' .. value
end
function read.list(key)
  local size = call('LLEN', key)
  if isLarge(key, size, 'list') then return nil end
  local values = call('LRANGE', key, 0, -1)
  for at = 1, #values do values[at] = part(values[at]) end
  local text = concat(values)
  work = work + #text + 100 * #values
  return 'l' .. #values .. ':' .. text
end
function read.set(key)
  local size = call('SCARD', key)
  if isLarge(key, size, 'set') then return nil end
  return sum('e', size, call('SMEMBERS', key))
end
function read.hash(key)
  local size = call('HLEN', key)
  if isLarge(key, size, 'hash') then return nil end
  local flat, elements = call('HGETALL', key), {}
  for at = 1, #flat, 2 do elements[#elements + 1] = part(flat[at]) .. flat[at + 1] end
  return sum('h', size, elements)
end
function read.zset(key)
  local size = call('ZCARD', key)
  if isLarge(key, size, 'zset') then return nil end
  local flat, elements = call('ZRANGE', key, 0, -1, 'WITHSCORES'), {}
  for at = 1, #flat, 2 do elements[#elements + 1] = part(flat[at]) .. format('%.17g', number(flat[at + 1])) end
  return sum('z', size, elements)
end
function read.stream(key)
  local size = call('XLEN', key)
  if isLarge(key, size, 'stream') then return nil end
  local texts = {}
  for _, entry in ipairs(call('XRANGE', key, '-', '+')) do
    texts[#texts + 1] = part(entry[1]) .. #entry[2] .. ':'
    for at = 1, #entry[2] do texts[#texts + 1] = part(entry[2][at]) end
    work = work + 100 * (1 + #entry[2])
  end
  texts[#texts + 1] = '|' .. field(call('XINFO', 'STREAM', key), 'last-generated-id')
  for _, group in ipairs(call('XINFO', 'GROUPS', key)) do
    local name = field(group, 'name')
    texts[#texts + 1] = '|' .. part(name) .. field(group, 'last-delivered-id') .. ',' .. field(group, 'pending')
    for _, consumer in ipairs(call('XINFO', 'CONSUMERS', key, name)) do
      texts[#texts + 1] = '/' .. part(field(consumer, 'name')) .. field(consumer, 'pending')
    end
  end
  local text = concat(texts)
  work = work + #text
  return 'x' .. size .. ':' .. text
end
local texts, expires, large, other, done = {}, {}, {}, {}, 0
local strings, try = 0, redis.pcall
for at = 1, count do
  local key = list[first + at]
  local kind, text
  if strings >= 8 then
    local value = try('GETRANGE', key, 0, maxBytes)
    if type(value) == 'string' and #value > 0 and #value <= maxBytes then
      kind, text = 'string', 's' .. #value .. ':' .. value
      work = work + #value
    end
  end
  if not text then
    kind = call('TYPE', key).ok
    local reader = read[kind]
    if reader then
      text = reader(key)
      if not text then
        large[#large + 1] = at
        text = 'large'
      end
    else
      other[#other + 1] = at
      other[#other + 1] = kind
      text = 'm' .. kind
    end
    strings = kind == 'string' and strings + 1 or 0
  end
  local time = kind == 'none' and -1 or call(expiry, key)
  if time >= 0 then
    expires[#expires + 1] = at
    expires[#expires + 1] = time + now
  end
  texts[at] = each and sha1(text) or text
  done = at
  work = work + 100
  if work > maxWork or (hasClock and at % 16 == 0 and (clock() - began) * 1000 > maxMs) then break end
end
local tookUs = hasClock and math.floor((clock() - began) * 1000000) or 0
return { done, each and texts or sha1(concat(texts)), expires, large, other, tookUs }
`;
