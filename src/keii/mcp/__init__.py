"""An MCP server (Model Context Protocol): assistants ask the ledger, and every answer names the sentences behind it."""
