-- Stands before every script of this folder; scripts.ts puts the table `limits` (protocol/limits.ts) and the command
-- `publish` before it.
-- KEYS  of one room, as keys.ts lists them; all in one slot, all with the room's end as their expiry.
-- An answer is one JSON text: {"problem":code,"retryAfterMs"?} or what the script says.
local STREAM = KEYS[1]  -- stream <ms>-<n> → data, event, channel: every stored event; its name is also the channel
local ROOM = KEYS[2]    -- hash: created expires ttl capacity access starter locked n ms bytes opened since, once it was handed on: appointer creator
local MEMBERS = KEYS[3] -- hash memberId → "tokenHash joinedCursor profile", of who is in the room
local TOKENS = KEYS[4]  -- hash tokenHash → memberId, of everyone who ever was
local FORMER = KEYS[5]  -- hash memberId → tokenHash of who left, "" of who was removed for good
local LEASES = KEYS[6]  -- hash memberId:streamId → "until opened" of a stream; memberId → since when it is offline
local BUDGETS = KEYS[7] -- hash → when (ms) a bucket will be full again: m:memberId, s:memberId, joins, knocks
local IDS = KEYS[8]     -- hash messageId → cursor
local INVITES = KEYS[9] -- hash inviteHash → "open", or "spent" (used or withdrawn)
-- Every hash holds an empty field from the start, so that no key is ever made by another script than create.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function problem(code, retryAfterMs)
	local wait = retryAfterMs and ',"retryAfterMs":' .. math.ceil(retryAfterMs) or ''
	return '{"problem":"' .. code .. '"' .. wait .. '}'
end

-- The room's facts, or nil where there is none, its time is up, or Redis dropped a part of it.
local function find_room()
	if redis.call('EXISTS', unpack(KEYS)) < #KEYS then return nil end
	local f = redis.call('HMGET', ROOM, 'created', 'expires', 'capacity', 'access', 'starter', 'locked', 'n', 'ms', 'bytes',
		'appointer', 'creator', 'since')
	if tonumber(f[2]) <= now then return nil end
	return {
		created = tonumber(f[1]), expires = tonumber(f[2]), capacity = tonumber(f[3]), access = f[4], starter = f[5],
		locked = f[6] == '1', n = tonumber(f[7]), ms = tonumber(f[8]), bytes = tonumber(f[9]),
		-- Who has handed the starter's rights on, and who made the room: the starter, for as long as nobody has.
		appointer = f[10], creator = f[11] or f[5],
		-- The event by which the starter is the starter.
		since = f[12],
	}
end

local function find_member(memberId)
	local record = redis.call('HGET', MEMBERS, memberId)
	if not record or record == '' then return nil end
	local tokenHash, joined, profile = string.match(record, '^(%S+) (%S+) (%S+)$')
	return { id = memberId, tokenHash = tokenHash, joined = joined, profile = profile }
end

-- The room and the member with this token, or nil.
local function authorize(tokenHash)
	local room = find_room()
	local memberId = room and redis.call('HGET', TOKENS, tokenHash)
	local member = memberId and find_member(memberId)
	if not member or member.tokenHash ~= tokenHash then return nil end
	return room, member
end

local function cursor(room) return room.ms .. '-' .. room.n end

local function user_event(id, event, data)
	return '{"id":"' .. id .. '","channel":"' .. STREAM .. '","event":"' .. event .. '","data":' .. data .. '}'
end

-- An event `ahead` places after the next one; stored by nobody yet.
local function place(room, event, data, ahead)
	local ms = math.max(now, room.ms)
	local id = ms .. '-' .. (room.n + 1 + (ahead or 0))
	return { id = id, ms = ms, event = event, data = data, raw = user_event(id, event, data) }
end

-- `invite`: the hash of the one that let them in, if any.
local function place_joined(room, memberId, profile, invite)
	return place(room, 'room.joined', '{"memberId":"' .. memberId .. '","profile":"' .. profile .. '"'
		.. (invite and ',"invite":"' .. invite .. '"' or '') .. '}')
end

local function place_left(room, memberId, reason)
	return place(room, 'room.left', '{"memberId":"' .. memberId .. '","reason":"' .. reason .. '"}')
end

-- Whether the room can hold these events. A leave does not ask: there are never more of them to come than members.
local function has_space(room, events)
	local bytes = room.bytes
	for _, event in ipairs(events) do bytes = bytes + #event.raw end
	return room.n + #events <= limits.roomEvents and bytes <= limits.roomBytes
end

local function commit(room, event)
	redis.call('XADD', STREAM, 'NOMKSTREAM', event.id, 'data', event.data, 'event', event.event, 'channel', STREAM)
	room.n, room.ms, room.bytes = room.n + 1, event.ms, room.bytes + #event.raw
	redis.call('HSET', ROOM, 'n', room.n, 'ms', room.ms, 'bytes', room.bytes)
	redis.call(publish, STREAM, event.raw)
end

-- One act from a bucket. nil and the wait (ms) when it is empty, else when it will be full again: to be stored.
local function spend(bucket, rate)
	if not limits.rates then return 0 end
	local base = math.max(tonumber(redis.call('HGET', BUDGETS, bucket) or 0), now)
	-- Emptier than empty: the clock went back, and nothing is known. (One act more, for what floats round.)
	if base > now + rate.intervalMs * (rate.burst + 1) then base = now end
	local early = base - now - rate.intervalMs * (rate.burst - 1)
	if early > 0 then return nil, early end
	return base + rate.intervalMs
end

-- Puts a member into its seat; the first write is the one that may fail for want of memory.
local function seat(room, memberId, tokenHash, joined, profile)
	redis.call('HSET', MEMBERS, memberId, tokenHash .. ' ' .. joined.id .. ' ' .. profile)
	redis.call('HSET', TOKENS, tokenHash, memberId)
	redis.call('HSET', LEASES, memberId, now)
	redis.call('HDEL', FORMER, memberId)
end

-- memberId → { gone, streams = { { id, field, until_, opened } } in the order of opening }, for all or one member.
local function read_leases()
	local flat, leases = redis.call('HGETALL', LEASES), {}
	for i = 1, #flat, 2 do
		local memberId, streamId = string.match(flat[i], '^([^:]+):?(.*)$')
		if memberId then
			local of = leases[memberId] or { gone = 0, streams = {} }
			leases[memberId] = of
			if streamId == '' then
				of.gone = tonumber(flat[i + 1])
			else
				local ends, opened = string.match(flat[i + 1], '^(%S+) (%S+)$')
				table.insert(of.streams, { id = streamId, field = flat[i], ends = tonumber(ends), opened = tonumber(opened) })
			end
		end
	end
	for _, of in pairs(leases) do table.sort(of.streams, function(a, b) return a.opened < b.opened end) end
	return leases
end

local function live_streams(of)
	local live = {}
	for _, stream in ipairs(of.streams) do if stream.ends > now then table.insert(live, stream) end end
	return live
end

-- Since when nobody of this member was there, as far as its leases tell.
local function gone_since(of)
	local since = of.gone
	for _, stream in ipairs(of.streams) do since = math.max(since, stream.ends) end
	return since
end

local function drop_leases(of)
	for _, stream in ipairs(of.streams) do redis.call('HDEL', LEASES, stream.field) end
	of.streams = {}
end

-- Makes an invite, or withdraws it; one that is spent stays so. False: the room remembers no more of them.
local function set_invite(inviteHash, state)
	local known = redis.call('HGET', INVITES, inviteHash)
	if not known and redis.call('HLEN', INVITES) - 1 >= limits.invites then return false end
	if known ~= 'spent' then redis.call('HSET', INVITES, inviteHash, state) end
	return true
end

-- Frees a seat. It takes no memory at first, so it works also when Redis has none left.
local function end_seat(room, member, reason)
	redis.call('HDEL', MEMBERS, member.id)
	redis.call('HSET', FORMER, member.id, reason == 'removed' and '' or member.tokenHash)
	local of = read_leases()[member.id]
	if of then drop_leases(of) end
	redis.call('HDEL', LEASES, member.id)
	redis.call('HDEL', BUDGETS, 'm:' .. member.id, 's:' .. member.id)
	commit(room, place_left(room, member.id, reason))
end

local function publish_presence(memberId, online)
	redis.call(publish, STREAM, '{"type":"presence","channel":"' .. STREAM .. '","memberId":"' .. memberId
		.. '","online":' .. tostring(online) .. '}')
end

-- Never on the wire: subscriber.ts turns it into an eviction.
local function publish_eviction(memberId, streamId)
	redis.call(publish, STREAM, cjson.encode({ type = 'evict', memberId = memberId, streamId = streamId }))
end

-- Opens or renews one lease; ends the member's oldest streams beyond its share.
local function take_lease(memberId, of, streamId)
	local live, opened = live_streams(of), nil
	for _, stream in ipairs(live) do if stream.id == streamId then opened = stream.opened end end
	-- A write that needs no memory comes first: what follows may then go over the limit, and readers read on.
	redis.call('HDEL', LEASES, memberId .. ':' .. streamId)
	for _, stream in ipairs(of.streams) do
		if stream.ends <= now then redis.call('HDEL', LEASES, stream.field) end
	end
	if #live == 0 then publish_presence(memberId, true) end
	if not opened then
		opened = redis.call('HINCRBY', ROOM, 'opened', 1)
		table.insert(live, { id = streamId, field = memberId .. ':' .. streamId, opened = opened })
	end
	redis.call('HSET', LEASES, memberId .. ':' .. streamId, (now + limits.leaseMs) .. ' ' .. opened)
	for i = 1, #live - limits.streamsPerMember do
		redis.call('HDEL', LEASES, live[i].field)
		publish_eviction(memberId, live[i].id)
	end
end

local function seat_answer(room, memberId, created)
	return '{"created":' .. tostring(created) .. ',"answer":{"roomId":"' .. STREAM .. '","memberId":"' .. memberId
		.. '","expiresAt":' .. room.expires .. ',"now":' .. now .. ',"capacity":' .. room.capacity
		.. ',"cursor":"' .. cursor(room) .. '"}}'
end

-- A stored entry as { id, event, data }; its fields stand in the order in which commit writes them.
local function read_entry(entry)
	return { id = entry[1], data = entry[2][2], event = entry[2][4] }
end
