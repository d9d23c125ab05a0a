-- Publishes that somebody with the link asks to come in; only the room's budget is kept of it.
-- ARGV  accessHash memberId profile inviteHash
-- ANSWER {} | room-not-found too-fast
local access, memberId, profile, inviteHash = unpack(ARGV)
local room = find_room()
if not room or room.access ~= access or redis.call('HGET', FORMER, memberId) == '' then return problem('room-not-found') end
local fullAt, wait = spend('knocks', limits.knocks)
if not fullAt then return problem('too-fast', wait) end

if limits.rates then redis.call('HSET', BUDGETS, 'knocks', fullAt) end
redis.call(publish, STREAM, '{"type":"knock","channel":"' .. STREAM .. '","memberId":"' .. memberId .. '","profile":"'
	.. profile .. '","invite":"' .. inviteHash .. '"}')
return '{}'
