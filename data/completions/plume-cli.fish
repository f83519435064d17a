# Completion of plume-cli for fish: the program itself knows the candidates.

function __plume_cli_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program $words[1]
    set -e words[1]
    $program complete -- $words "$current" 2>/dev/null
end

complete -c plume-cli -f -a '(__plume_cli_complete)'
