-- Hands the starter's rights to another member, by whoever has them. The newest such act done again is that act.
-- ARGV  tokenHash memberId since body
-- ANSWER {} | room-not-found not-allowed member-not-found too-fast room-storage-full
local tokenHash, memberId, since, body = unpack(ARGV)
local room, member = authorize(tokenHash)
if not room then return problem('room-not-found') end
-- Who had them and asks the same again did not hear the answer; who has them has nothing to hand to itself.
local isDone = room.starter == memberId and (room.appointer == member.id or room.starter == member.id)
if isDone then return '{}' end
-- A word that was given when they were last its own says nothing of today.
if member.id ~= room.starter or since ~= room.since then return problem('not-allowed') end
if not find_member(memberId) then return problem('member-not-found') end

local fullAt, wait = spend('m:' .. member.id, limits.messages)
if not fullAt then return problem('too-fast', wait) end
local data = '{"memberId":"' .. memberId .. '","by":"' .. member.id .. '","body":"' .. body .. '"}'
local appointed = place(room, 'room.starter', data)
if not has_space(room, { appointed }) then return problem('room-storage-full') end

redis.call('HSET', ROOM, 'starter', memberId, 'appointer', member.id, 'since', appointed.id)
redis.call('HSETNX', ROOM, 'creator', member.id)
redis.call('HSET', BUDGETS, 'm:' .. member.id, fullAt)
commit(room, appointed)
return '{}'
