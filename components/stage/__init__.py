"""Present pages and stories as slides on a big screen, controlled by keys, remote or touch or in a loop, with a presenter view."""
