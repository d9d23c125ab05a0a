-- One page of the messages after a cursor, which need not be an event.
-- ARGV  tokenHash after limit
-- ANSWER {"messages":[message and its "cursor"],"more":bool} | room-not-found
local tokenHash, after, limit = ARGV[1], ARGV[2], tonumber(ARGV[3])
if not authorize(tokenHash) then return problem('room-not-found') end

local messages, more = {}, false
repeat
	local entries = redis.call('XRANGE', STREAM, '(' .. after, '+', 'COUNT', limit + 1)
	for _, raw in ipairs(entries) do
		local entry = read_entry(raw)
		after = entry.id
		if entry.event == 'chat.message' then
			more = #messages == limit
			if more then break end
			table.insert(messages, '{"cursor":"' .. entry.id .. '",' .. string.sub(entry.data, 2))
		end
	end
until more or #entries <= limit
return '{"messages":[' .. table.concat(messages, ',') .. '],"more":' .. tostring(more) .. '}'
