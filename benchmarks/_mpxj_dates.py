"""Run by an interpreter that has mpxj: schedule each file of a folder anew and print the dates as JSON lines.

    python _mpxj_dates.py FOLDER primavera-p6|microsoft-project

Nothing of Remit is imported here.
"""

import json
import sys
from pathlib import Path

import jpype
import mpxj  # noqa: F401 - sets the class path


def main() -> None:
    folder, rules = Path(sys.argv[1]), sys.argv[2]
    jpype.startJVM(
        "-Xmx1g", "-Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory"
    )
    from java.lang import Throwable  # noqa: PLC0415 - there are none before the machine runs
    from org.mpxj import Duration, TimeUnit  # noqa: PLC0415 - as above
    from org.mpxj.cpm import MicrosoftScheduler, PrimaveraScheduler  # noqa: PLC0415 - as above
    from org.mpxj.reader import UniversalProjectReader  # noqa: PLC0415 - as above

    make = PrimaveraScheduler if rules == "primavera-p6" else MicrosoftScheduler
    for path in sorted(folder.iterdir()):
        answer = {"file": path.name}
        try:
            project = UniversalProjectReader().read(str(path))
            stated = project.getProjectProperties()
            for task in project.getTasks():
                if (
                    task.getDuration() is None
                ):  # its reader leaves it open for some: P6 states it up to the data date
                    rest, begun = task.getRemainingDuration(), task.getActualStart()
                    if task.getActualFinish() is None and None not in (begun, rest):
                        time = task.getEffectiveCalendar()
                        done = time.getWork(begun, stated.getStatusDate(), TimeUnit.MINUTES).getDuration()
                        left = rest.convertUnits(TimeUnit.MINUTES, stated).getDuration()
                        task.setDuration(Duration.getInstance(done + left, TimeUnit.MINUTES))
                    else:
                        task.setDuration(task.getPlannedDuration())
            make().schedule(project, stated.getPlannedStart() or stated.getStartDate())
            answer["dates"] = {
                str(task.getName()): [
                    str(each) if each is not None else None
                    for each in (
                        task.getStart(),
                        task.getFinish(),
                        task.getEarlyStart(),
                        task.getEarlyFinish(),
                        task.getLateStart(),
                        task.getLateFinish(),
                    )
                ]
                for task in project.getTasks()
                if not task.getSummary()
            }
        except Throwable as error:
            answer["error"] = str(error)[:300]
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
