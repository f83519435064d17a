"""What a test program states, one line each, as the Test Anything Protocol has it."""
import sys


class Report:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def fact(self, name, statement):
        self.count += 1
        try:
            statement()
            print(f'ok {self.count} {name}', flush=True)
        except Exception as error:  # whatever it is, the other facts are stated too
            self.failed += 1
            print(f'not ok {self.count} {name}', flush=True)
            for line in f'{type(error).__name__}: {error}'.splitlines():
                print('# ' + line, flush=True)

    def end(self):
        print(f'1..{self.count}', flush=True)
        sys.exit(1 if self.failed else 0)
