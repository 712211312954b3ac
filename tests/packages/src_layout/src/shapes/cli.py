from shapes.flat import disc


def main() -> None:
    print(disc(2.0))
