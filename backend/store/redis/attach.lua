-- Opens or renews one stream's lease and reads a page of events for it.
-- ARGV  tokenHash streamId after or "" limit
-- ANSWER {"memberId","now","expiresAt","cursor","reset","events":[event],"more","online":[memberId]} | room-not-found
local tokenHash, streamId, after, limit = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local room, member = authorize(tokenHash)
if not room then return problem('room-not-found') end

take_lease(member.id, read_leases()[member.id], streamId)

local reset = after ~= '' and #redis.call('XRANGE', STREAM, after, after) == 0
local from = (after == '' or reset) and '-' or '(' .. after
local entries, events = redis.call('XRANGE', STREAM, from, '+', 'COUNT', limit + 1), {}
for i = 1, math.min(#entries, limit) do
	local entry = read_entry(entries[i])
	events[i] = user_event(entry.id, entry.event, entry.data)
end
local online = {}
for memberId, of in pairs(read_leases()) do
	if #live_streams(of) > 0 then table.insert(online, '"' .. memberId .. '"') end
end
return '{"memberId":"' .. member.id .. '","now":' .. now .. ',"expiresAt":' .. room.expires
	.. ',"cursor":"' .. cursor(room) .. '","reset":' .. tostring(reset)
	.. ',"events":[' .. table.concat(events, ',') .. '],"more":' .. tostring(#entries > limit)
	.. ',"online":[' .. table.concat(online, ',') .. ']}'
