-- Renews the leases of one process's streams and tells who went offline because nobody renewed theirs.
-- ARGV  memberId streamId, for each stream
-- ANSWER {"now","expiresAt","cursor","leaseEndsAt"} | null when there is no room
local room = find_room()
if not room then return 'null' end

local leases, ours = read_leases(), {}
for i = 1, #ARGV, 2 do
	local memberId, streamId = ARGV[i], ARGV[i + 1]
	ours[memberId .. ':' .. streamId] = true
	local of = leases[memberId]
	if of then
		local opened
		for _, stream in ipairs(of.streams) do
			if stream.id == streamId then
				opened, stream.ends = stream.opened, now + limits.leaseMs
			end
		end
		if opened then
			redis.call('HDEL', LEASES, memberId .. ':' .. streamId)
			redis.call('HSET', LEASES, memberId .. ':' .. streamId, (now + limits.leaseMs) .. ' ' .. opened)
		elseif #live_streams(of) < limits.streamsPerMember then
			take_lease(memberId, of, streamId)
			leases = read_leases()
		else
			publish_eviction(memberId, streamId)
		end
	end
end

local soonest
for memberId, of in pairs(leases) do
	local live = live_streams(of)
	for _, stream in ipairs(live) do
		if not ours[stream.field] then soonest = math.min(soonest or stream.ends, stream.ends) end
	end
	if #live < #of.streams then
		local since = gone_since(of)
		for _, stream in ipairs(of.streams) do
			if stream.ends <= now then redis.call('HDEL', LEASES, stream.field) end
		end
		if #live == 0 then
			redis.call('HSET', LEASES, memberId, since)
			publish_presence(memberId, false)
		end
	end
end
return '{"now":' .. now .. ',"expiresAt":' .. room.expires .. ',"cursor":"' .. cursor(room)
	.. '","leaseEndsAt":' .. (soonest or 'null') .. '}'
