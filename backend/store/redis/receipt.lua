-- Publishes the sealed receipt of a wipe. It reads nothing and keeps nothing: there need be no room.
-- ARGV  body
-- ANSWER {}
redis.call(publish, STREAM, '{"type":"receipt","channel":"' .. STREAM .. '","body":"' .. ARGV[1] .. '"}')
return '{}'
