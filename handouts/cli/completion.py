"""The scripts by which bash, zsh and fish complete `handouts`.

At every press of the key they start `handouts` with Click's variables and get a line for each value: what kind it is
(plain, file, dir), the value, and in zsh and fish a few words about it. Click's own scripts stop at the comma of
`--technique chair,thumbs` in fish and set a space after `pressure=`; these do not.
"""

from __future__ import annotations

BASH = """\
_handouts_completion() {
    local line value
    COMPREPLY=()
    while IFS= read -r line; do
        value=${line#*,}
        case ${line%%,*} in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                COMPREPLY+=("$value")
                [[ $value == *= ]] && compopt -o nospace
                ;;
        esac
    done < <(IFS=$'\\n'; env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" \\
        _HANDOUTS_COMPLETE=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F _handouts_completion handouts
"""

ZSH = """\
#compdef handouts
_handouts_completion() {
    local -a answer plain open described
    local kind value about
    answer=("${(@f)$(env COMP_WORDS="${words[*]}" COMP_CWORD=$((CURRENT - 1)) \\
        _HANDOUTS_COMPLETE=zsh_complete ${words[1]} 2>/dev/null)}")
    for kind value about in "${answer[@]}"; do
        case $kind in
            dir) _path_files -/ ;;
            file) _path_files ;;
            plain)
                if [[ $value == *= ]]; then
                    open+=("$value")
                elif [[ $about == _ ]]; then
                    plain+=("$value")
                else
                    described+=("$value:$about")
                fi
                ;;
        esac
    done
    (( $#described )) && _describe -V handouts described -U
    (( $#plain )) && compadd -U -V handouts -a plain
    (( $#open )) && compadd -U -S '' -V handouts -a open
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _handouts_completion "$@"
else
    compdef _handouts_completion handouts
fi
"""

FISH = """\
function _handouts_completion
    for line in (env COMP_WORDS=(commandline -cp) COMP_CWORD=(commandline -t) \\
            _HANDOUTS_COMPLETE=fish_complete handouts 2>/dev/null)
        set -l part (string split --max 1 , -- $line)
        switch $part[1]
            case dir
                __fish_complete_directories $part[2]
            case file
                __fish_complete_path $part[2]
            case plain
                echo $part[2]
        end
    end
end
complete --no-files --command handouts --arguments "(_handouts_completion)"
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
