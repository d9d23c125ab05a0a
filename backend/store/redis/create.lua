-- Makes a room and seats its starter: the only script that makes keys, each with the room's end as its expiry.
-- ARGV  memberId tokenHash accessHash profile ttlMs capacity
-- ANSWER {"created":bool,"answer":seat} | room-exists
local memberId, tokenHash, access, profile, ttl, capacity = unpack(ARGV)

local old = find_room()
if old then
	local creator = find_member(memberId)
	local same = old.creator == memberId and old.access == access and old.capacity == tonumber(capacity)
		and redis.call('HGET', ROOM, 'ttl') == ttl
		and creator and creator.tokenHash == tokenHash and creator.profile == profile
	if not same then return problem('room-exists') end
	return seat_answer(old, memberId, false)
end
-- What is there belongs to a room at its very end, or to one that Redis lost a part of. (Not without asking: a
-- script that has written may go over Redis' memory limit, and this one must not.)
if redis.call('EXISTS', unpack(KEYS)) > 0 then redis.call('DEL', unpack(KEYS)) end

local room = { created = now, expires = now + tonumber(ttl), capacity = tonumber(capacity), n = 0, ms = 0, bytes = 0 }
local joined = place_joined(room, memberId, profile)
redis.call('HSET', ROOM, 'created', now, 'expires', room.expires, 'ttl', ttl, 'capacity', capacity, 'access', access,
	'starter', memberId, 'since', joined.id, 'locked', '0', 'opened', '0')
for _, key in ipairs({ MEMBERS, TOKENS, FORMER, LEASES, BUDGETS, IDS, INVITES }) do redis.call('HSET', key, '', '') end
seat(room, memberId, tokenHash, joined, profile)
redis.call('XADD', STREAM, joined.id, 'data', joined.data, 'event', joined.event, 'channel', STREAM)
room.n, room.ms, room.bytes = 1, joined.ms, #joined.raw
redis.call('HSET', ROOM, 'n', 1, 'ms', room.ms, 'bytes', room.bytes)
for _, key in ipairs(KEYS) do redis.call('PEXPIREAT', key, room.expires) end
redis.call(publish, STREAM, joined.raw)
return seat_answer(room, memberId, true)
