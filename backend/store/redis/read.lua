-- Tells a room as its members see it; the members in no order.
-- ARGV  tokenHash
-- ANSWER {"roomId","expiresAt","now","capacity","cursor","starter","members":[{"memberId","profile","joined":cursor,"online"}]}
--        | room-not-found
local room = authorize(ARGV[1])
if not room then return problem('room-not-found') end

local leases, members, flat = read_leases(), {}, redis.call('HGETALL', MEMBERS)
for i = 1, #flat, 2 do
	local _, joined, profile = string.match(flat[i + 1], '^(%S+) (%S+) (%S+)$')
	if joined then
		local online = #live_streams(leases[flat[i]]) > 0
		table.insert(members, '{"memberId":"' .. flat[i] .. '","profile":"' .. profile .. '","joined":"' .. joined
			.. '","online":' .. tostring(online) .. '}')
	end
end
return '{"roomId":"' .. STREAM .. '","expiresAt":' .. room.expires .. ',"now":' .. now
	.. ',"capacity":' .. room.capacity .. ',"cursor":"' .. cursor(room)
	.. '","starter":"' .. room.starter .. '","members":[' .. table.concat(members, ',') .. ']}'
