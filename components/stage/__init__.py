"""The stage: slides on a big screen, led by keys, a remote or touch, or alone in a loop; and the speaker's second window."""
