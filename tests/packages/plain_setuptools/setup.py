from setuptools import Extension, setup
from setuptools.command.build import build


class OwnBuild(build):
    """An author's own command: ours must come into it all the same."""

    sub_commands = list(build.sub_commands)


setup(
    packages=["both"],
    ext_modules=[Extension("both.by_hand", ["both/by_hand.c"])],
    cmdclass={"build": OwnBuild},
)
