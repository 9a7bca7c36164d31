"""A run: inputs to tasks, tasks to an engine, and a finished folder."""

from collections.abc import Iterator, Sequence
from functools import partial

from keii.engines.contract import Engine
from keii.model import Problem
from keii.shards import manifest as manifests
from keii.shards.making import Done, make_shard
from keii.shards.plan import Job, Task, tasks
from keii.shards.store import store


class Run:
    """The shards of some inputs, made in one folder; what an earlier run has finished stays."""

    def __init__(self, inputs: Sequence[str], job: Job) -> None:
        """Divide the inputs; raises UsageError and ShardError, also when the folder holds something else."""
        self._inputs, self._job = tuple(inputs), job
        self.tasks: list[Task] = tasks(inputs, job)
        self._to = store(job.to)
        manifests.begin(self._to, self._inputs, job)

    @property
    def passed_over(self) -> tuple[Problem, ...]:
        """Return the inputs that no file was found for, as problems; they are rows of the shards too."""
        return tuple(piece for task in self.tasks for piece in task.pieces if isinstance(piece, Problem))

    def done(self, engine: Engine) -> Iterator[Done]:
        """Yield what becomes of every task, in any order; at the end the folder is finished, unless one failed.

        A shard that could not be written is tried once more. One whose process ended is made here, each document by
        itself.
        """
        function = partial(make_shard, self._job)
        again: list[Task] = []
        ended: list[Task] = []
        for number, done in engine.map(function, self.tasks):
            if done is None:
                ended.append(self.tasks[number])
            elif done.trouble:
                again.append(self.tasks[number])
            else:
                yield done
        failed = False
        for number, done in engine.map(function, again) if again else ():
            if done is None:
                ended.append(again[number])
            else:
                failed |= done.trouble is not None
                yield done
        for task in ended:
            done = make_shard(self._job, task, guarded=True)
            failed |= done.trouble is not None
            yield done
        if not failed:
            manifests.finish(self._to, self._inputs, self._job, [task.name for task in self.tasks])
