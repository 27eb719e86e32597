// Loaded first, so that CommonJS packages that require Nest find it evaluated.
import 'reflect-metadata';
import '@nestjs/common';
import '@nestjs/core';
import '@nestjs/microservices';
