"""What is going on: events and expectations as threads over time, their turning points and indicators."""
