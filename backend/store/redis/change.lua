-- Puts the room's end off, every key's with it, and locks or unlocks the room. What changes nothing, as an end earlier
-- than there is by now, stores nothing.
-- ARGV  tokenHash  ttlMs or ""  "1" (locked), "0" (unlocked) or ""
-- ANSWER {"expiresAt","now","locked"} | room-not-found not-allowed too-fast room-storage-full
local tokenHash, ttl, locked = unpack(ARGV)
local room, member = authorize(tokenHash)
if not room then return problem('room-not-found') end
if locked ~= '' and member.id ~= room.starter then return problem('not-allowed') end

local expires, events = room.expires, {}
if ttl ~= '' then expires = math.max(expires, math.min(now + tonumber(ttl), room.created + limits.lifeMs)) end
local isLocked = room.locked
if locked ~= '' then isLocked = locked == '1' end
if expires ~= room.expires then
	table.insert(events, place(room, 'room.extended', '{"expiresAt":' .. expires .. ',"by":"' .. member.id .. '"}'))
end
if isLocked ~= room.locked then
	table.insert(events, place(room, 'room.locked', '{"locked":' .. tostring(isLocked) .. '}', #events))
end

if #events > 0 then
	local fullAt, wait = spend('m:' .. member.id, limits.messages)
	if not fullAt then return problem('too-fast', wait) end
	if not has_space(room, events) then return problem('room-storage-full') end
	redis.call('HSET', ROOM, 'expires', expires, 'locked', isLocked and '1' or '0')
	redis.call('HSET', BUDGETS, 'm:' .. member.id, fullAt)
	for _, event in ipairs(events) do commit(room, event) end
	for _, key in ipairs(KEYS) do redis.call('PEXPIREAT', key, expires) end
end
return '{"expiresAt":' .. expires .. ',"now":' .. now .. ',"locked":' .. tostring(isLocked) .. '}'
