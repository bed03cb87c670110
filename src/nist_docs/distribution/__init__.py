"""From a published briefing to the people who were there: their list, their copies, their messages, who has what."""
