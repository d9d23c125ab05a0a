-- Stores a message and publishes it; the same again is answered as the first time and done once.
-- ARGV  tokenHash id text
-- ANSWER {"created":bool,"answer":{"id","cursor","timestamp"}} | room-not-found id-reused too-fast room-storage-full
local tokenHash, id, text = unpack(ARGV)
local room, member = authorize(tokenHash)
if not room then return problem('room-not-found') end

local function answer(created, at, timestamp)
	return '{"created":' .. tostring(created) .. ',"answer":{"id":"' .. id .. '","cursor":"' .. at
		.. '","timestamp":' .. timestamp .. '}}'
end

local known = redis.call('HGET', IDS, id)
if known then
	local sent = cjson.decode(read_entry(redis.call('XRANGE', STREAM, known, known)[1]).data)
	if sent.text ~= text or sent.sender ~= member.id then return problem('id-reused') end
	return answer(false, known, string.match(known, '^%d+'))
end

local fullAt, wait = spend('m:' .. member.id, limits.messages)
if not fullAt then return problem('too-fast', wait) end
local event = place(room, 'chat.message', '{"id":"' .. id .. '","sender":"' .. member.id .. '","text":"' .. text
	.. '","roomId":"' .. STREAM .. '","timestamp":' .. math.max(now, room.ms) .. '}')
if not has_space(room, { event }) then return problem('room-storage-full') end

commit(room, event)
redis.call('HSET', IDS, id, event.id)
if limits.rates then redis.call('HSET', BUDGETS, 'm:' .. member.id, fullAt) end
return answer(true, event.id, event.ms)
