"""The web door: intake, the requester's pages, the staff's, the public register, and an interface for programs.

app        the application; pages: routes, each with who may open it; visiting: one visit; rendering: templates
guarding   what stands before every page;  sessions: signing in by link, staying signed in
intake     from the start page to a lodged request, drawn from the scheme's form
requester  a request as its requester sees it: timeline, questions, decision, agreement
staff      my work, the queue, the dossier, every choice of a task, the register's editor
public     the transparency register, statistics, and pages about the service
api        lodge, say, show, list and the register, for programs with a token
"""
