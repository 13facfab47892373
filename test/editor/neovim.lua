-- A session in Neovim, without a screen: opens a file, waits for what is shown,
-- takes the quick fix, waits again. Writes what a user would have seen to
-- $HOSTLAYOUT_TRANSCRIPT. The settings are those of docs/editors.md: init.lua.

local out = io.open(os.getenv('HOSTLAYOUT_TRANSCRIPT'), 'w')
local function write(...)
  out:write(string.format(...), '\n')
  out:flush()
end

local function fail(...)
  write(...)
  vim.cmd('cquit 1')
end

local function show_buffer()
  for number, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    write('%3d  %s', number, line)
    for _, d in ipairs(vim.diagnostic.get(0, { lnum = number - 1 })) do
      local severity = vim.diagnostic.severity[d.severity]
      local underline = string.rep('~', math.max(d.end_col - d.col, 1))
      write('     %s%s', string.rep(' ', d.col), underline)
      for i, text in ipairs(vim.split(d.message, '\n')) do
        write('     %s%s', i == 1 and severity:sub(1, 1) .. ': ' or '   ', text)
      end
    end
  end
end

local function wait_until(what, is_so)
  if not vim.wait(60000, is_so, 50) then
    write('waited in vain: %s', what)
    show_buffer()
    fail('%s', vim.inspect(vim.lsp.buf_get_clients(0)))
  end
end

vim.cmd('filetype on')
vim.cmd('edit agent.cpp')
wait_until('what is wrong', function()
  return #vim.diagnostic.get(0) > 0
end)
write(':edit agent.cpp')
show_buffer()

-- What vim.lsp.buf.code_action() does when the only entry is chosen.
local at = vim.diagnostic.get(0)[1]
vim.api.nvim_win_set_cursor(0, { at.lnum + 1, at.col })
local title
vim.ui.select = function(items, options, choose)
  local label = options.format_item or tostring
  if #items ~= 1 then
    fail('%d code actions', #items)
  end
  title = label(items[1])
  choose(items[1], 1)
end
local before = vim.api.nvim_buf_get_changedtick(0)
vim.lsp.buf.code_action()
wait_until('the fix is in the text', function()
  return vim.api.nvim_buf_get_changedtick(0) ~= before
end)
wait_until('nothing is left', function()
  return #vim.diagnostic.get(0) == 0
end)
write('')
write(':lua vim.lsp.buf.code_action()  -- %s', title or 'the only one')
show_buffer()
out:close()
vim.cmd('qall!')
