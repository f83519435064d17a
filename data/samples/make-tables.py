#!/usr/bin/env python3
"""Makes iris.csv, wine.csv, breast-cancer.csv and digits.csv from the data of the Debian package python3-sklearn.

make-tables.py FOLDER, where FOLDER is usually /usr/lib/python3/dist-packages/sklearn/datasets/data
The first line of those files holds sizes and names of classes; here it holds the names of columns.
"""
import csv
import gzip
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
IRIS = ['sepal length [cm]', 'sepal width [cm]', 'petal length [cm]', 'petal width [cm]']
WINE = ['alcohol', 'malic acid', 'ash', 'alcalinity of ash', 'magnesium', 'total phenols', 'flavanoids',
        'nonflavanoid phenols', 'proanthocyanins', 'colour intensity', 'hue', 'OD280/OD315 of diluted wines', 'proline']
CELL = ['radius', 'texture', 'perimeter', 'area', 'smoothness', 'compactness', 'concavity', 'concave points', 'symmetry',
        'fractal dimension']
NUCLEI = ['mean ' + name for name in CELL] + [name + ' error' for name in CELL] + ['worst ' + name for name in CELL]
PIXELS = ['pixel %d %d' % (row, column) for row in range(8) for column in range(8)]


def write(name, titles, label, rows):
    with open(os.path.join(HERE, name), 'w', newline='') as file:
        writer = csv.writer(file, lineterminator='\n')
        writer.writerow(titles + [label])
        writer.writerows(rows)


def with_classes(path, name, titles, label):
    with open(path, newline='') as file:
        reader = csv.reader(file)
        classes = next(reader)[2:]
        write(name, titles, label, [row[:-1] + [classes[int(row[-1])]] for row in reader])


folder = sys.argv[1]
with_classes(os.path.join(folder, 'iris.csv'), 'iris.csv', IRIS, 'species')
with_classes(os.path.join(folder, 'wine_data.csv'), 'wine.csv', WINE, 'cultivar')
with_classes(os.path.join(folder, 'breast_cancer.csv'), 'breast-cancer.csv', NUCLEI, 'diagnosis')
with gzip.open(os.path.join(folder, 'digits.csv.gz'), 'rt', newline='') as file:
    write('digits.csv', PIXELS, 'digit', [[int(float(cell)) for cell in row] for row in csv.reader(file)])
