"""What the command line says of one project: the command, its words, its function below `remit.web.cli`."""

OF_A_PROJECT = (
    ("requests", "say what a project asks for, and for whose answer it waits", "requests:requests"),
    ("life", "say where a project stands between its gates, and what comes next", "lives:life"),
    ("status", "say how a project stands: five lights and what waits for a decision", "statuses:status"),
    ("closure", "say what stands in the way of closing a project", "closing:closure"),
    ("benefits", "say what a project is for, how it stands, and which reviews are late", "benefits:benefits"),
    ("costs", "say how a project's budget is distributed, and what is left of it", "costs:costs"),
    ("timesheets", "say how long was worked on a project, beside what is planned", "timesheets:timesheets"),
    ("value", "say what the work of a project has earned, and what it will cost", "values:value"),
    ("risks", "list the open risks of a project, the highest score first", "registers:risks"),
    ("simulate", "draw the plan of a project many times over, and keep it", "simulations:simulate"),
    ("simulations", "list how the plan of a project was drawn so far", "simulations:simulations"),
    ("issues", "list the open issues of a project, those due first", "registers:issues"),
    ("changes", "list the open changes of a project, and for whom each waits", "changes:changes"),
    ("scope", "say what came into a plan without a change, and the scope creep index", "changes:scope"),
    ("comments", "list the comments of a project that are not settled", "talk:comments"),
    ("lessons", "list what was learnt in a project", "talk:lessons"),
)
