-- Gives one stream's lease back; a room, member or lease that is gone is no problem.
-- ARGV  tokenHash streamId
-- ANSWER {}
local room, member = authorize(ARGV[1])
if not room then return '{}' end
local of = read_leases()[member.id]
if redis.call('HDEL', LEASES, member.id .. ':' .. ARGV[2]) == 0 then return '{}' end

for i = #of.streams, 1, -1 do if of.streams[i].id == ARGV[2] then table.remove(of.streams, i) end end
if #live_streams(of) == 0 then
	drop_leases(of)
	redis.call('HSET', LEASES, member.id, now)
	publish_presence(member.id, false)
end
return '{}'
