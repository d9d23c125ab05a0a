-- Ends the room: says so on its channel and deletes every key. It writes nothing, so it works without memory left.
-- ARGV  tokenHash
-- ANSWER {} | room-not-found
local room = authorize(ARGV[1])
if not room then return problem('room-not-found') end

redis.call('UNLINK', unpack(KEYS))
redis.call(publish, STREAM, place(room, 'chat.destroy', '{"isDestroyed":true}').raw)
return '{}'
