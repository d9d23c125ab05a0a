-- Publishes a sealed signal; only the sender's budget is kept of it.
-- ARGV  tokenHash body
-- ANSWER {} | room-not-found too-fast
local room, member = authorize(ARGV[1])
if not room then return problem('room-not-found') end
local fullAt, wait = spend('s:' .. member.id, limits.signals)
if not fullAt then return problem('too-fast', wait) end

if limits.rates then redis.call('HSET', BUDGETS, 's:' .. member.id, fullAt) end
redis.call(publish, STREAM, '{"type":"signal","channel":"' .. STREAM .. '","sender":"' .. member.id
	.. '","body":"' .. ARGV[2] .. '"}')
return '{}'
